package dev.wayfare.deployer.gcp;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.oauth2.GoogleCredentials;
import dev.wayfare.deployer.Cloud;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.LogLine;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Progress;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Secrets;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.config.GcpDeployment;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Google Cloud Run functions (Cloud Functions v2): a slot is a function, whose requests a Cloud Run
 * service of the same name serves. Google builds an image of each package, which takes minutes.
 */
public final class GcpCloud implements Cloud {
  private final GoogleApis apis;

  private GcpCloud(GoogleApis apis) {
    this.apis = apis;
  }

  /**
   * The functions of {@code account}'s project, with application default credentials.
   *
   * @throws dev.wayfare.deployer.CloudException where there are none
   */
  public static GcpCloud of(GcpDeployment account, Patience patience) {
    return new GcpCloud(GoogleApis.of(account, patience));
  }

  static GcpCloud of(
      GcpDeployment account, Patience patience, GoogleCredentials given, RetrySettings retries) {
    return new GcpCloud(GoogleApis.of(account, patience, given, retries));
  }

  @Override
  public Holding holding(Unit unit, Slot slot) {
    GoogleErrors errors = errors(unit, Secrets.NONE);
    return errors.told(() -> slot(errors, unit, slot).holding());
  }

  @Override
  public URI put(Unit unit, Slot slot, Release release, Progress progress) {
    GoogleErrors errors = errors(unit, new Secrets(release.variables().values()));
    return errors.told(() -> slot(errors, unit, slot).put(release, progress));
  }

  @Override
  public void remove(Unit unit, Progress progress) {
    GoogleErrors errors = errors(unit, Secrets.NONE);
    for (Slot slot : Slot.values()) {
      errors.told(
          () -> {
            slot(errors, unit, slot).remove(progress);
            return slot;
          });
    }
  }

  @Override
  public List<LogLine> logs(Unit unit, Slot slot, Instant since, int most) {
    return errors(unit, Secrets.NONE)
        .told(
            () ->
                new FunctionLogs(apis.rest(), apis.account().project())
                    .of(FunctionSlot.id(unit, slot), unit.region(), since, most));
  }

  private FunctionSlot slot(GoogleErrors errors, Unit unit, Slot slot) {
    return new FunctionSlot(apis, errors, unit, slot);
  }

  private GoogleErrors errors(Unit unit, Secrets secrets) {
    return new GoogleErrors(apis.account().project(), unit.region(), secrets);
  }

  @Override
  public void close() {
    apis.close();
  }
}

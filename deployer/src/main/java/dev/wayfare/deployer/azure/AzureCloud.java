package dev.wayfare.deployer.azure;

import com.azure.core.management.AzureEnvironment;
import dev.wayfare.deployer.Cloud;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.LogLine;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Progress;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.config.AzureDeployment;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Azure Functions: each slot is an app of its own in a Flex Consumption plan of its own. */
public final class AzureCloud implements Cloud {
  private final AzureClients clients;
  private final AzureAccount account;
  private final Patience patience;

  AzureCloud(AzureDeployment deployment, AzureAccess access, Patience patience) {
    AzureEnvironment environment = AzureClients.environment(deployment.endpoint());
    this.clients = new AzureClients(deployment, environment, access);
    this.account = AzureAccount.of(deployment);
    this.patience = patience;
  }

  /** With the SDK's own chain of credentials. */
  public static AzureCloud of(AzureDeployment deployment, Patience patience) {
    return new AzureCloud(
        deployment, AzureAccess.system(AzureClients.environment(deployment.endpoint())), patience);
  }

  @Override
  public Holding holding(Unit unit, Slot slot) {
    return slot(unit, slot).holding(new AzureErrors(List.of()));
  }

  @Override
  public URI put(Unit unit, Slot slot, Release release, Progress progress) {
    FlexApp.check(unit, release);
    return switch (holding(unit, slot)) {
      case Holding.Foreign(String what) ->
          throw new CloudException(
              Cause.NAME_TAKEN,
              "there is already %s; choose another deployment.prefix".formatted(what),
              null,
              null);
      case Holding.Deployed(String there, _, _, URI endpoint) when there.equals(release.digest()) ->
          endpoint;
      case Holding.Nothing _, Holding.Half _, Holding.Deployed _ ->
          slot(unit, slot).put(release, new AzureErrors(release.variables().values()), progress);
    };
  }

  @Override
  public void remove(Unit unit, Progress progress) {
    for (Slot slot : Slot.values()) {
      slot(unit, slot).remove(new AzureErrors(List.of()), progress);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Flex Consumption keeps none: its deployment sites have neither a log stream nor log files.
   *
   * @see <a href="https://github.com/Azure/azure-functions-core-tools/issues/4585">SCM based log
   *     streaming is not supported for Flex</a>
   */
  @Override
  public List<LogLine> logs(Unit unit, Slot slot, Instant since, int most) {
    throw new CloudException(
        Cause.REFUSED,
        "Azure keeps no logs of a Flex Consumption app by itself; connect Application Insights to the app %s in the portal and read them there"
            .formatted(AzureNames.of(unit, slot).app()),
        null,
        null);
  }

  private AzureSlot slot(Unit unit, Slot slot) {
    return new AzureSlot(clients, account, unit, AzureNames.of(unit, slot), patience);
  }

  /** Does nothing: the JDK's HTTP client closes its connections when nobody holds it. */
  @Override
  public void close() {}
}

package dev.wayfare.deployer.aws;

import dev.wayfare.deployer.Cloud;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.LogLine;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Progress;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Secrets;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.config.AwsDeployment;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * AWS Lambda: a unit is a function, a slot an alias of it with a Function URL of its own, and what
 * is deployed a published version. The slots' versions do not change when the function does, so one
 * slot serves while the other is deployed to.
 */
public final class AwsCloud implements Cloud {
  private final AwsClients clients;
  private final AwsDeployment account;
  private final Patience patience;
  private final Map<String, LambdaClient> lambdas = new ConcurrentHashMap<>();

  AwsCloud(AwsClients clients, AwsDeployment account, Patience patience) {
    this.clients = clients;
    this.account = account;
    this.patience = patience;
  }

  /** Lambda in {@code account}, with the SDK's own chain of credentials. */
  public static AwsCloud of(AwsDeployment account, Patience patience) {
    return new AwsCloud(AwsClients.system(), account, patience);
  }

  @Override
  public Holding holding(Unit unit, Slot slot) {
    return errors(unit)
        .told(
            () -> {
              LambdaFunction function = function(unit);
              Optional<GetFunctionResponse> found = function.find();
              if (found.isEmpty()) {
                return new Holding.Nothing();
              }
              return function.isOurs(found.get())
                  ? slot(function, unit, slot).holding()
                  : foreign(unit);
            });
  }

  private static Holding.Foreign foreign(Unit unit) {
    return new Holding.Foreign(
        "the function %s in %s, which wayfare did not make".formatted(unit.name(), unit.region()));
  }

  @Override
  public URI put(Unit unit, Slot slot, Release release, Progress progress) {
    refuseUnlessSold(unit, release);
    return switch (holding(unit, slot)) {
      case Holding.Foreign(String what) ->
          throw new CloudException(
              CloudException.Cause.NAME_TAKEN,
              "there is already %s; choose another deployment.prefix".formatted(what),
              null,
              null);
      case Holding.Deployed(String there, _, _, _) when there.equals(release.digest()) ->
          // A killed run may have left it open to others than the release says.
          errors(unit, release)
              .told(() -> slot(function(unit), unit, slot).open(release.isPublic()));
      case Holding.Nothing _, Holding.Half _, Holding.Deployed _ ->
          errors(unit, release).told(() -> publish(unit, slot, release, progress));
    };
  }

  private URI publish(Unit unit, Slot slot, Release release, Progress progress) {
    LambdaFunction function = function(unit);
    FunctionConfiguration latest = function.bring(release, progress);
    return slot(function, unit, slot).publish(latest, release, progress);
  }

  private static void refuseUnlessSold(Unit unit, Release release) {
    if (!release.sku().plan().equals("lambda")) {
      throw new CloudException(
          CloudException.Cause.REFUSED,
          "target %s is of the plan %s, whose number of environments no key of the file states; deploy it"
                  .formatted(unit.target(), release.sku().plan())
              + " as plan lambda, or by yourself and give it an endpoint",
          null,
          null);
    }
  }

  @Override
  public void remove(Unit unit, Progress progress) {
    errors(unit)
        .told(
            () -> {
              LambdaFunction function = function(unit);
              if (function.find().filter(function::isOurs).isPresent()) {
                progress.step("removing the function " + unit.name());
                removeFunction(unit);
              }
              packages(unit).remove();
            });
  }

  private void removeFunction(Unit unit) {
    try {
      lambda(unit).deleteFunction(request -> request.functionName(unit.name()));
    } catch (ResourceNotFoundException e) {
      // Another run was quicker, and it is gone all the same.
      return;
    }
  }

  @Override
  public List<LogLine> logs(Unit unit, Slot slot, Instant since, int most) {
    return errors(unit)
        .told(
            () -> {
              Optional<String> version = slot(function(unit), unit, slot).version();
              return version.isEmpty()
                  ? List.of()
                  : AwsLogs.read(
                      clients.logs(unit.region()), unit.name(), version.get(), since, most);
            });
  }

  private LambdaSlot slot(LambdaFunction function, Unit unit, Slot slot) {
    return new LambdaSlot(lambda(unit), function, slot, patience);
  }

  private LambdaFunction function(Unit unit) {
    return new LambdaFunction(lambda(unit), unit, account, packages(unit), patience);
  }

  private Packages packages(Unit unit) {
    return new Packages(() -> clients.s3(unit.region()), bucketIn(account, unit.region()), unit);
  }

  /** The bucket for packages in {@code region}, or null where the account has none. */
  static @Nullable String bucketIn(AwsDeployment account, String region) {
    String bucket = account.bucket();
    return bucket == null ? null : bucket.replace("{region}", region);
  }

  private LambdaClient lambda(Unit unit) {
    return lambdas.computeIfAbsent(unit.region(), clients::lambda);
  }

  private static AwsErrors errors(Unit unit, Release release) {
    return new AwsErrors(unit.region(), new Secrets(release.variables().values()));
  }

  private static AwsErrors errors(Unit unit) {
    return new AwsErrors(unit.region());
  }

  @Override
  public void close() {
    clients.close();
  }
}

package dev.wayfare.deployer.aws;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Progress;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.config.AwsDeployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.State;

/**
 * The function of a unit and its unpublished version, {@code $LATEST}, from which slots get theirs.
 */
final class LambdaFunction {
  /** The tag by which a function is known as made by this tool; its value is the unit's name. */
  static final String MARK = "wayfare";

  private static final String HANDLER = "dev.wayfare.shim.aws.LambdaHandler::handleRequest";
  private static final String DEADLINE = "WAYFARE_DEADLINE_MILLIS";
  private static final int DEFAULT_DEADLINE_MILLIS = 30_000;
  private static final int MILLIS_PER_SECOND = 1_000;

  /** What a function may take beyond its deadline, so that it answers 504 itself. */
  private static final int BEYOND_SECONDS = 5;

  /** The most that Lambda allows. */
  private static final int MOST_SECONDS = 900;

  private final LambdaClient lambda;
  private final Unit unit;
  private final AwsDeployment account;
  private final Packages packages;
  private final Patience patience;

  LambdaFunction(
      LambdaClient lambda, Unit unit, AwsDeployment account, Packages packages, Patience patience) {
    this.lambda = lambda;
    this.unit = unit;
    this.account = account;
    this.packages = packages;
    this.patience = patience;
  }

  String name() {
    return unit.name();
  }

  /** The function with its tags, if there is one. */
  Optional<GetFunctionResponse> find() {
    try {
      return Optional.of(lambda.getFunction(request -> request.functionName(name())));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Whether this tool made {@code function} for the unit. */
  boolean isOurs(GetFunctionResponse function) {
    return name().equals(function.tags().get(MARK));
  }

  /**
   * Makes {@code $LATEST} what {@code release} says.
   *
   * @return the same, ready to be published
   */
  FunctionConfiguration bring(Release release, Progress progress) {
    if (find().isEmpty()) {
      create(release, progress);
      if (find().filter(it -> !isOurs(it)).isPresent()) {
        throw new CloudException(
            CloudException.Cause.NAME_TAKEN,
            "somebody else made a function %s in %s just now; choose another deployment.prefix"
                .formatted(name(), unit.region()),
            null,
            null);
      }
    }
    FunctionConfiguration latest = settled();
    if (latest.state() == State.FAILED) {
      throw new CloudException(
          CloudException.Cause.HALF_STATE,
          "AWS could not make the function %s in %s (%s); remove it with wayfare destroy --target %s,"
                  .formatted(name(), unit.region(), latest.stateReason(), unit.target())
              + " and deploy again",
          null,
          null);
    }
    if (!release.archiveSha256Base64().equals(latest.codeSha256())
        || !List.of(architecture(release)).equals(latest.architectures())) {
      progress.step("uploading " + Packages.size(release));
      whenSettled(
          () ->
              packages.with(
                  release,
                  code ->
                      lambda.updateFunctionCode(
                          request ->
                              request
                                  .functionName(name())
                                  .zipFile(code.zipFile())
                                  .s3Bucket(code.s3Bucket())
                                  .s3Key(code.s3Key())
                                  .architectures(architecture(release)))));
      latest = settled();
    }
    if (!isConfigured(latest, release)) {
      progress.step("configuring");
      whenSettled(() -> configure(release));
      latest = settled();
    }
    if (latest.lastUpdateStatus() == LastUpdateStatus.FAILED) {
      throw new CloudException(
          CloudException.Cause.HALF_STATE,
          "AWS could not update the function %s in %s (%s); what served before still does; mend what"
                  .formatted(name(), unit.region(), latest.lastUpdateStatusReason())
              + " it names and run the same again",
          null,
          null);
    }
    return latest;
  }

  private void create(Release release, Progress progress) {
    progress.step("creating %s with %s".formatted(name(), Packages.size(release)));
    // A role that was made a moment ago cannot be assumed for some seconds.
    patience.<Object>await(
        "Lambda to be allowed to assume the role " + account.role(),
        () -> {
          try {
            return Optional.of(
                packages.with(
                    release,
                    code ->
                        lambda.createFunction(
                            request ->
                                request
                                    .functionName(name())
                                    .code(code)
                                    .runtime(Runtime.JAVA25)
                                    .architectures(architecture(release))
                                    .handler(HANDLER)
                                    .role(account.role())
                                    .memorySize(release.sku().memoryMib())
                                    .timeout(timeoutSeconds(release))
                                    .ephemeralStorage(it -> it.size(release.sku().storageMib()))
                                    .environment(it -> it.variables(release.environment()))
                                    .snapStart(it -> it.applyOn(snapStart()))
                                    .tags(Map.of(MARK, name())))));
          } catch (InvalidParameterValueException e) {
            if (String.valueOf(e.getMessage()).contains("cannot be assumed")) {
              return Optional.empty();
            }
            throw e;
          } catch (ResourceConflictException e) {
            // The answer of an earlier try was lost, or two runs at once: go on from what is there.
            return Optional.of(e);
          }
        });
  }

  private void configure(Release release) {
    lambda.updateFunctionConfiguration(
        request ->
            request
                .functionName(name())
                .runtime(Runtime.JAVA25)
                .handler(HANDLER)
                .role(account.role())
                .memorySize(release.sku().memoryMib())
                .timeout(timeoutSeconds(release))
                .ephemeralStorage(it -> it.size(release.sku().storageMib()))
                .environment(it -> it.variables(release.environment()))
                .snapStart(it -> it.applyOn(snapStart())));
  }

  private boolean isConfigured(FunctionConfiguration latest, Release release) {
    return latest.lastUpdateStatus() != LastUpdateStatus.FAILED
        && latest.runtime() == Runtime.JAVA25
        && HANDLER.equals(latest.handler())
        && account.role().equals(latest.role())
        && latest.memorySize() == release.sku().memoryMib()
        && latest.timeout() == timeoutSeconds(release)
        && latest.ephemeralStorage().size() == release.sku().storageMib()
        && latest.snapStart().applyOn() == snapStart()
        && release.environment().equals(variables(latest));
  }

  /** The environment of a version, empty where it has none. */
  static Map<String, String> variables(FunctionConfiguration version) {
    EnvironmentResponse environment = version.environment();
    return environment == null ? Map.of() : environment.variables();
  }

  private SnapStartApplyOn snapStart() {
    return account.snapStart() ? SnapStartApplyOn.PUBLISHED_VERSIONS : SnapStartApplyOn.NONE;
  }

  private static Architecture architecture(Release release) {
    return release.sku().architecture().equals(Sku.ARM64)
        ? Architecture.ARM64
        : Architecture.X86_64;
  }

  private static int timeoutSeconds(Release release) {
    String deadline = release.variables().get(DEADLINE);
    long millis = deadline == null ? DEFAULT_DEADLINE_MILLIS : Long.parseLong(deadline);
    long seconds = (millis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND + BEYOND_SECONDS;
    return (int) Math.min(MOST_SECONDS, seconds);
  }

  /** {@code $LATEST} once nothing is being done to it. */
  private FunctionConfiguration settled() {
    return patience.await(
        "%s in %s to be ready".formatted(name(), unit.region()),
        () ->
            find()
                .map(GetFunctionResponse::configuration)
                .filter(
                    latest ->
                        latest.state() != State.PENDING
                            && latest.lastUpdateStatus() != LastUpdateStatus.IN_PROGRESS));
  }

  /** Does {@code change} once no other change is under way: Lambda makes one at a time. */
  void whenSettled(Runnable change) {
    whenSettled(
        () -> {
          change.run();
          return "";
        });
  }

  <T> T whenSettled(Supplier<T> change) {
    return patience.await(
        "changes of %s in %s that another run began".formatted(name(), unit.region()),
        () -> {
          try {
            return Optional.of(change.get());
          } catch (ResourceConflictException e) {
            return Optional.empty();
          }
        });
  }
}

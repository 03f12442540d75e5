package dev.wayfare.deployer.aws;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Progress;
import dev.wayfare.deployer.Release;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

/**
 * A slot of a function: an alias for one of its published versions, with a Function URL.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html">Function
 *     URLs</a>
 */
final class LambdaSlot {
  private static final String LATEST = "$LATEST";

  private final LambdaClient lambda;
  private final LambdaFunction function;
  private final Slot slot;
  private final Patience patience;

  LambdaSlot(LambdaClient lambda, LambdaFunction function, Slot slot, Patience patience) {
    this.lambda = lambda;
    this.function = function;
    this.slot = slot;
    this.patience = patience;
  }

  /** The alias's name: an alias must not be a number, and so this is one. */
  private String alias() {
    return slot.id();
  }

  /**
   * What the alias leads to. A version that nobody called for weeks is inactive until somebody
   * does, and then as it was.
   */
  Holding holding() {
    Optional<String> number = version();
    if (number.isEmpty()) {
      return new Holding.Nothing();
    }
    FunctionConfiguration version = configuration(number.get());
    Map<String, String> variables = LambdaFunction.variables(version);
    String release = variables.get(Release.RELEASE_VARIABLE);
    if (release == null) {
      return new Holding.Foreign(
          "version %s of the function %s, which wayfare did not deploy"
              .formatted(number.get(), function.name()));
    }
    if (version.state() != State.ACTIVE && version.state() != State.INACTIVE) {
      return new Holding.Half(
          "version %s of %s is %s".formatted(number.get(), function.name(), version.state()));
    }
    Optional<GetFunctionUrlConfigResponse> url = url();
    if (url.isEmpty()) {
      return new Holding.Half("alias %s of %s has no URL".formatted(alias(), function.name()));
    }
    boolean isPublic = url.get().authType() == FunctionUrlAuthType.NONE;
    if (!permissions().isSet(isPublic)) {
      return new Holding.Half(
          "the permissions of alias %s of %s are not those of its URL"
              .formatted(alias(), function.name()));
    }
    return new Holding.Deployed(
        release,
        variables.getOrDefault(Release.MODULE_VARIABLE, ""),
        variables.getOrDefault(Release.SHIM_VARIABLE, ""),
        URI.create(url.get().functionUrl()));
  }

  /**
   * Publishes {@code $LATEST}, which is what {@code release} says, and leads the slot there.
   *
   * @return the slot's URL
   */
  URI publish(FunctionConfiguration latest, Release release, Progress progress) {
    progress.step("publishing a version");
    String number = published(latest, release);
    if (configuration(number).state() == State.FAILED) {
      // What is published without a change is the same version again, so this one must go first.
      removeOthers();
      number = published(latest, release);
    }
    progress.step("waiting for version " + number);
    awaitActive(number);
    progress.step("leading slot %s to version %s".formatted(slot.id(), number));
    if (!release.isPublic() && version().isPresent()) {
      open(false); // Before it leads to what is not public.
    }
    lead(number);
    URI url = open(release.isPublic());
    removeOthers();
    return url;
  }

  private String published(FunctionConfiguration latest, Release release) {
    return function
        .whenSettled(
            () ->
                lambda.publishVersion(
                    request ->
                        request
                            .functionName(function.name())
                            .codeSha256(latest.codeSha256())
                            .description("wayfare " + release.digest())))
        .version();
  }

  /**
   * Lets anybody call the slot's URL, or only whom IAM lets in; changes nothing where it is so.
   *
   * @return the URL
   */
  URI open(boolean isPublic) {
    URI url = openUrl(isPublic);
    permissions().set(isPublic);
    return url;
  }

  /** SnapStart runs the function and takes its snapshot meanwhile, which takes minutes. */
  private void awaitActive(String number) {
    patience.await(
        "version %s of %s to be active".formatted(number, function.name()),
        () -> {
          FunctionConfiguration version = configuration(number);
          if (version.state() == State.FAILED) {
            throw new CloudException(
                CloudException.Cause.HALF_STATE,
                "version %s of %s did not start (%s); /aws/lambda/%s in CloudWatch has what it wrote; what served before still does"
                    .formatted(number, function.name(), version.stateReason(), function.name()),
                null,
                null);
          }
          boolean isReady = version.state() == State.ACTIVE || version.state() == State.INACTIVE;
          return isReady ? Optional.of(version) : Optional.empty();
        });
  }

  private void lead(String number) {
    Optional<String> before = version();
    if (before.isEmpty()) {
      lambda.createAlias(
          request -> request.functionName(function.name()).name(alias()).functionVersion(number));
    } else if (!before.get().equals(number)) {
      lambda.updateAlias(
          request -> request.functionName(function.name()).name(alias()).functionVersion(number));
    }
  }

  private URI openUrl(boolean isPublic) {
    FunctionUrlAuthType type = isPublic ? FunctionUrlAuthType.NONE : FunctionUrlAuthType.AWS_IAM;
    Optional<GetFunctionUrlConfigResponse> there = url();
    if (there.isEmpty()) {
      return URI.create(
          lambda
              .createFunctionUrlConfig(
                  request ->
                      request.functionName(function.name()).qualifier(alias()).authType(type))
              .functionUrl());
    }
    if (there.get().authType() != type) {
      lambda.updateFunctionUrlConfig(
          request -> request.functionName(function.name()).qualifier(alias()).authType(type));
    }
    return URI.create(there.get().functionUrl());
  }

  private UrlPermissions permissions() {
    return new UrlPermissions(lambda, function.name(), alias());
  }

  /** The number of the alias's version; empty where there is no alias. */
  Optional<String> version() {
    try {
      GetAliasResponse alias =
          lambda.getAlias(request -> request.functionName(function.name()).name(alias()));
      return Optional.of(alias.functionVersion());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private FunctionConfiguration configuration(String number) {
    return lambda
        .getFunction(request -> request.functionName(function.name()).qualifier(number))
        .configuration();
  }

  private Optional<GetFunctionUrlConfigResponse> url() {
    try {
      return Optional.of(
          lambda.getFunctionUrlConfig(
              request -> request.functionName(function.name()).qualifier(alias())));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes versions that no slot leads to, since they count against the account's storage for
   * code: the slot's last one, and what killed runs published.
   */
  private void removeOthers() {
    Set<String> led = new HashSet<>(Set.of(LATEST));
    lambda
        .listAliasesPaginator(request -> request.functionName(function.name()))
        .aliases()
        .forEach(alias -> led.add(alias.functionVersion()));
    List<String> others =
        lambda
            .listVersionsByFunctionPaginator(request -> request.functionName(function.name()))
            .versions()
            .stream()
            .map(FunctionConfiguration::version)
            .filter(number -> !led.contains(number))
            .toList();
    for (String number : others) {
      lambda.deleteFunction(request -> request.functionName(function.name()).qualifier(number));
    }
  }
}

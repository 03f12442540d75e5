package dev.wayfare.deployer.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.management.polling.PollResult;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Secrets;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what Azure refused, and what to do about it. */
final class AzureErrors {
  /**
   * "… does not have authorization to perform action 'Microsoft.Web/sites/write' over scope …", and
   * of what is only pointed to "… it does not have permission to perform action(s) '…' on …".
   */
  private static final Pattern DENIED = Pattern.compile("perform action(?:\\(s\\))? '([^']+)'");

  private static final Pattern REGION =
      Pattern.compile(
          "(?i)(region|location).{0,80}not (available|supported)"
              + "|not (available|supported).{0,80}(region|location)");
  private static final Pattern TAKEN =
      Pattern.compile("(?i)already (exists|taken|in use)|is not available");
  private static final int NOT_FOUND = 404;
  private static final int MOST_SAID = 300;

  private final Secrets secrets;

  /**
   * @param values that no message repeats, even where Azure's does
   */
  AzureErrors(Collection<String> values) {
    this.secrets = new Secrets(values.stream().map(AzureFault::oneLine).toList());
  }

  /**
   * What {@code call} gives, its errors told as a {@link CloudException}.
   *
   * @param doing what it does, as in "create the app hello-a"
   */
  <T> T told(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (CloudException e) {
      throw e;
    } catch (RuntimeException e) {
      throw told(doing, e);
    }
  }

  /** The same for what is perhaps not there. */
  <T> Optional<T> found(String doing, Supplier<T> call) {
    return told(
        doing,
        () -> {
          try {
            return Optional.ofNullable(call.get());
          } catch (HttpResponseException e) {
            AzureFault fault = AzureFault.of(e);
            if (fault.status() == NOT_FOUND && !fault.code().equals("SubscriptionNotFound")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private RuntimeException told(String doing, RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      switch (t) {
        case ClientAuthenticationException refused -> {
          return credentials(doing, refused);
        }
        case HttpResponseException refused -> {
          return told(doing, AzureFault.of(refused), e);
        }
        case IOException _, TimeoutException _ -> {
          return unreachable(doing, t, e);
        }
        default -> {}
      }
    }
    return e;
  }

  private CloudException credentials(String doing, ClientAuthenticationException e) {
    String id = e.getResponse() == null ? null : AzureFault.of(e).requestId();
    return exception(
        Cause.CREDENTIALS,
        doing,
        "there are no valid credentials for Azure; run `az login`, or set AZURE_TENANT_ID,"
            + " AZURE_CLIENT_ID and a secret or certificate, and run the same again",
        id,
        e);
  }

  private CloudException unreachable(String doing, Throwable why, Throwable e) {
    String what = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    return exception(
        Cause.UNREACHABLE,
        doing,
        "Azure did not answer (%s); look at this machine's network, and run the same again"
            .formatted(what),
        null,
        e);
  }

  /** That a long-running operation ended with {@code error}. */
  CloudException failed(String doing, PollResult.@Nullable Error error) {
    if (error == null) {
      return exception(
          Cause.HALF_STATE, doing, "Azure gave it up half-way; run the same again", null, null);
    }
    AzureFault fault = AzureFault.of(error);
    Cause cause = cause(fault);
    return told(doing, fault, cause == Cause.REFUSED ? Cause.HALF_STATE : cause, null);
  }

  CloudException told(String doing, AzureFault fault, @Nullable Throwable e) {
    return told(doing, fault, cause(fault), e);
  }

  private CloudException told(
      String doing, AzureFault fault, Cause cause, @Nullable Throwable thrown) {
    String message = secrets.redacted(fault.message());
    var told = new AzureFault(fault.status(), fault.code(), message, fault.requestId());
    return exception(
        cause,
        doing,
        sentence(cause, told),
        fault.requestId(),
        message.equals(fault.message()) ? thrown : null);
  }

  private static Cause cause(AzureFault fault) {
    return switch (fault.code()) {
      case "RequestDisallowedByPolicy", "MissingSubscriptionRegistration", "ScopeLocked" ->
          Cause.REFUSED;
      case "AuthorizationFailed", "LinkedAuthorizationFailed" -> Cause.PERMISSION;
      case "LocationNotAvailableForResourceType",
          "NoRegisteredProviderFound",
          "InvalidResourceLocation" ->
          Cause.REGION;
      case "StorageAccountAlreadyTaken" -> Cause.NAME_TAKEN;
      default -> byStatus(fault);
    };
  }

  private static Cause byStatus(AzureFault fault) {
    // App Service says 401 for "Operation cannot be completed without additional quota".
    if (fault.says("quota") || fault.code().contains("Quota")) {
      return Cause.QUOTA;
    }
    if (REGION.matcher(fault.message()).find()) {
      return Cause.REGION;
    }
    return switch (fault.status()) {
      case 401 -> Cause.CREDENTIALS;
      case 403 -> Cause.PERMISSION;
      case 409 -> TAKEN.matcher(fault.message()).find() ? Cause.NAME_TAKEN : Cause.HALF_STATE;
      case 429 -> Cause.THROTTLED;
      default -> fault.status() >= 500 ? Cause.HALF_STATE : Cause.REFUSED;
    };
  }

  private static String sentence(Cause cause, AzureFault fault) {
    String said = said(fault);
    return switch (cause) {
      case CREDENTIALS ->
          "Azure does not accept the credentials%s; get new ones, such as by `az login`, and run the same again"
              .formatted(said);
      case PERMISSION -> denied(fault, said);
      case QUOTA ->
          "the subscription has reached a quota%s; remove what is not needed, or ask for more under Quotas in the portal"
              .formatted(said);
      case NAME_TAKEN ->
          "somebody else has the name%s; choose another (deployment.prefix is the beginning of an app's)"
              .formatted(said);
      case THROTTLED ->
          "Azure still takes no more calls after all retries; wait some minutes and run the same"
              + " again";
      case REGION ->
          "the region does not have it%s; choose one that `az functionapp list-flexconsumption-locations` names, or `wayfare destroy` what is in another region first"
              .formatted(said);
      case TIMED_OUT, HALF_STATE, UNREACHABLE ->
          "Azure could not do it%s; run the same again".formatted(said);
      case REFUSED -> refused(fault, said);
    };
  }

  private static String said(AzureFault fault) {
    String code = fault.code();
    String message =
        fault.message().length() > MOST_SAID
            ? fault.message().substring(0, MOST_SAID) + "…"
            : fault.message();
    if (code.isEmpty() && message.isEmpty()) {
      return fault.status() == 0 ? "" : " (status " + fault.status() + ")";
    }
    return code.isEmpty() || message.isEmpty()
        ? " (" + code + message + ")"
        : " (" + code + ": " + message + ")";
  }

  private static String denied(AzureFault fault, String said) {
    List<String> actions =
        DENIED.matcher(fault.message()).results().map((MatchResult it) -> it.group(1)).toList();
    return actions.isEmpty()
        ? "the credentials lack a permission%s; docs/deploy-azure.md has all that are needed"
            .formatted(said)
        : "the credentials lack the permission %s; have it granted (docs/deploy-azure.md has all that are needed), and run the same again"
            .formatted(actions.getLast());
  }

  private static String refused(AzureFault fault, String said) {
    return fault.status() == NOT_FOUND || fault.code().equals("MissingSubscriptionRegistration")
        ? "something that it needs is not there%s; run `wayfare bootstrap` first".formatted(said)
        : "Azure refused it%s; mend what that names, and run the same again".formatted(said);
  }

  private CloudException exception(
      Cause cause,
      String doing,
      String sentence,
      @Nullable String requestId,
      @Nullable Throwable thrown) {
    return new CloudException(
        cause, "could not %s: %s".formatted(doing, sentence), requestId, thrown);
  }
}

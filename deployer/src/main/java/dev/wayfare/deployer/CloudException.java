package dev.wayfare.deployer;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider refused something, or did not answer. The message is one sentence with the next step;
 * it holds no credential.
 */
public final class CloudException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String message;
  private final Cause cause;
  private final @Nullable String requestId;

  /** What is the matter. */
  public enum Cause {
    /** There are no credentials, or they have expired. */
    CREDENTIALS,
    /** The credentials lack a permission. */
    PERMISSION,
    /** The account may not have more. */
    QUOTA,
    /** Somebody else has the name. */
    NAME_TAKEN,
    /** Too many calls, still after all retries. */
    THROTTLED,
    /** The region does not have the service, or does not exist. */
    REGION,
    /** An operation did not end in time. */
    TIMED_OUT,
    /** The provider could not do what it began. */
    HALF_STATE,
    /** The provider could not be reached. */
    UNREACHABLE,
    /** What was asked for is not allowed, or anything else. */
    REFUSED
  }

  /**
   * @param requestId by which the provider finds the call, or null where there is none
   */
  public CloudException(
      Cause cause, String message, @Nullable String requestId, @Nullable Throwable thrown) {
    super(message, thrown);
    this.message = message;
    this.cause = cause;
    this.requestId = requestId;
  }

  /** What is the matter. */
  public Cause why() {
    return cause;
  }

  /** The message, with the provider's id of the request where there is one. */
  public String sentence() {
    return requestId == null ? message : "%s (request %s)".formatted(message, requestId);
  }

  /** By which the provider finds the call. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }
}

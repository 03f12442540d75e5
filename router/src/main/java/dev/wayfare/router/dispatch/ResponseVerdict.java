package dev.wayfare.router.dispatch;

import dev.wayfare.router.health.MeterField;
import dev.wayfare.router.health.MeterField.Blame;
import java.util.Optional;

/** What a response's head says about who answered. */
public final class ResponseVerdict {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_SERVER_ERROR = 500;

  private static final int FIRST_FINAL = 200;
  private static final int LAST_FINAL = 599;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final int status;
  private final boolean toHead;
  private final Optional<MeterField> meter;
  private final boolean isGuarded;

  private ResponseVerdict(
      int status, boolean toHead, Optional<MeterField> meter, boolean isGuarded) {
    this.status = status;
    this.toHead = toHead;
    this.meter = meter;
    this.isGuarded = isGuarded;
  }

  /**
   * A verdict.
   *
   * @param toHead whether the request's method was HEAD
   * @param meter the response's {@link MeterField#NAME}, its lines joined by commas; empty for none
   * @param isGuarded whether the platform asks who calls before it runs the function
   */
  public static ResponseVerdict of(int status, boolean toHead, String meter, boolean isGuarded) {
    return new ResponseVerdict(
        status, toHead, meter.isEmpty() ? Optional.empty() : MeterField.parse(meter), isGuarded);
  }

  /** The same of a target whose platform runs the function for anybody. */
  public static ResponseVerdict of(int status, boolean toHead, String meter) {
    return of(status, toHead, meter, false);
  }

  /** What the shim measured; empty where the field is missing or malformed. */
  public Optional<MeterField> meter() {
    return meter;
  }

  /** The answer's status. */
  int status() {
    return status;
  }

  /** True where the status is one that an answer can have. */
  public boolean isFinal() {
    return status >= FIRST_FINAL && status <= LAST_FINAL;
  }

  /** True where no environment was started for the call, as far as is known. */
  boolean isWarm() {
    return meter.isEmpty() || meter.get().initTime().isZero();
  }

  /** True where a body can follow. */
  public boolean mayHaveBody() {
    return !toHead && status != NO_CONTENT && status != NOT_MODIFIED;
  }

  /** True where another target may do better. */
  public boolean isWorthAnotherTry() {
    return isFailure() && blame() != Blame.NONE;
  }

  /** True where the platform or the shim failed the call, which the target is blamed for. */
  public boolean isPlatformFailure() {
    return isFailure() && blame() == Blame.HOST;
  }

  private boolean isFailure() {
    return status >= FIRST_SERVER_ERROR || status == TOO_MANY_REQUESTS || isDenial();
  }

  /** True where it is the router that was not let in: a function marks what it answers. */
  private boolean isDenial() {
    return isGuarded && meter.isEmpty() && (status == UNAUTHORIZED || status == FORBIDDEN);
  }

  private Blame blame() {
    return meter.map(MeterField::blame).orElse(Blame.HOST);
  }

  /** True where the platform refused to run the function, so that nothing is billed. */
  public boolean isTurnedAway() {
    return (status == TOO_MANY_REQUESTS && meter.isEmpty()) || isDenial();
  }
}

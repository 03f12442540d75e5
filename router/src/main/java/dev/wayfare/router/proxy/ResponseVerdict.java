package dev.wayfare.router.proxy;

import dev.wayfare.router.health.MeterField;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/** What a response's head says about who answered. */
final class ResponseVerdict {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_SERVER_ERROR = 500;

  private final int status;
  private final Optional<MeterField> meter;

  private ResponseVerdict(int status, Optional<MeterField> meter) {
    this.status = status;
    this.meter = meter;
  }

  static ResponseVerdict of(HttpClientResponse response) {
    String field = String.join(", ", response.headers().getAll(MeterField.NAME));
    return new ResponseVerdict(
        response.statusCode(), field.isEmpty() ? Optional.empty() : MeterField.parse(field));
  }

  /** What the shim measured; empty where the field is missing or malformed. */
  Optional<MeterField> meter() {
    return meter;
  }

  /** True where the platform or the shim failed the call, so that another target may do better. */
  boolean isPlatformFailure() {
    boolean sameEverywhere = meter.isPresent() && meter.get().sameEverywhere();
    return !sameEverywhere && (status >= FIRST_SERVER_ERROR || status == TOO_MANY_REQUESTS);
  }

  /** True where the platform refused to run the function, so that nothing is billed. */
  boolean isThrottle() {
    return status == TOO_MANY_REQUESTS && meter.isEmpty();
  }
}

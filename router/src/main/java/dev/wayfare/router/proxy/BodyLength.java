package dev.wayfare.router.proxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head says about its body. A transfer coding overrides a length (RFC 9112,
 * section 6.3).
 *
 * @param coding the field {@code Transfer-Encoding}, or null
 * @param field the field {@code Content-Length}, or null
 */
record BodyLength(@Nullable String coding, @Nullable String field) {
  static BodyLength of(HttpServerRequest request) {
    String coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
    return new BodyLength(
        coding, coding == null ? request.getHeader(HttpHeaders.CONTENT_LENGTH) : null);
  }

  /** True where the length is known before the body comes. */
  boolean isSaid() {
    return coding == null;
  }

  /** True where there is no body. */
  boolean isNone() {
    return coding == null && bytes() == 0;
  }

  /** True where the body is coded in a way that only one connection is to see. */
  boolean isCoded() {
    return coding != null && !coding.strip().equalsIgnoreCase("chunked");
  }

  /** The length, or 0 where it is not said. */
  long bytes() {
    if (field == null) {
      return 0;
    }
    try {
      return Long.parseLong(field.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}

package dev.wayfare.router.proxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head says about its body. A transfer coding overrides a length (RFC 9112,
 * section 6.3); HTTP/2 needs neither, since a frame's flag ends a body there (RFC 9113, section
 * 8.1).
 *
 * @param coding the field {@code Transfer-Encoding}, or null
 * @param field the field {@code Content-Length}, or null
 * @param isOpen true where a body may follow of which the head says nothing
 */
record BodyLength(@Nullable String coding, @Nullable String field, boolean isOpen) {
  private static final int MOST_DIGITS = 18;

  static BodyLength of(HttpServerRequest request) {
    String coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
    String field = coding == null ? request.getHeader(HttpHeaders.CONTENT_LENGTH) : null;
    boolean isOpen = field == null && request.version() == HttpVersion.HTTP_2;
    return new BodyLength(coding, field, isOpen);
  }

  /** True where the length is known before the body comes. */
  boolean isSaid() {
    return coding == null && !isOpen;
  }

  /** True where there is no body. */
  boolean isNone() {
    return isSaid() && bytes() == 0;
  }

  /** True where the body is coded in a way that only one connection is to see. */
  boolean isCoded() {
    return coding != null && !coding.strip().equalsIgnoreCase("chunked");
  }

  /** False where what should be a length is none. */
  boolean isSound() {
    return field == null
        || (!field.isEmpty()
            && field.length() <= MOST_DIGITS
            && field.chars().allMatch(c -> c >= '0' && c <= '9'));
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

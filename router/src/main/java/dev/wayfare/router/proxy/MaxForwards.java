package dev.wayfare.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * How many more servers an {@code OPTIONS} or a {@code TRACE} may pass (RFC 9110, section 7.6.2):
 * the field is for these two alone.
 */
final class MaxForwards {
  private static final String NAME = "max-forwards";
  private static final int MOST_DIGITS = 9;

  private MaxForwards() {}

  /** True where {@code request} asks the router for its options rather than a function. */
  static boolean endsHere(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && (OriginForm.isServer(request.uri()) || count(request.headers()) == 0);
  }

  /** True where {@code request} asks what the router got, rather than a function. */
  static boolean endsTrace(HttpServerRequest request) {
    return request.method().equals(HttpMethod.TRACE) && count(request.headers()) == 0;
  }

  /** Takes one off for the next server, by {@code method}; what is no number stays as it is. */
  static void decrement(HttpMethod method, MultiMap fields) {
    boolean isFor = method.equals(HttpMethod.OPTIONS) || method.equals(HttpMethod.TRACE);
    int count = isFor ? count(fields) : 0;
    if (count > 0) {
      fields.set(NAME, Integer.toString(count - 1));
    }
  }

  /** The number, or -1 where there is none that a way could ever use up. */
  private static int count(MultiMap fields) {
    String value = fields.get(NAME);
    boolean isNumber =
        value != null
            && !value.isEmpty()
            && value.length() <= MOST_DIGITS
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(value) : -1;
  }
}

package dev.wayfare.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of a request as a target gets them. */
final class OutboundFields {
  private static final String COOKIE = "cookie";

  private OutboundFields() {}

  /**
   * The fields of {@code request} and those of the router.
   *
   * @param host that the client addressed, or null where it said none
   * @throws IllegalArgumentException where one is malformed
   */
  static MultiMap of(
      HttpServerRequest request, @Nullable String host, String requestId, Hops hops) {
    MultiMap inbound = request.headers();
    MultiMap outbound = HttpHeaders.headers();
    ForwardableFields.forEach(
        inbound,
        (name, value) -> {
          if (!isSetByRouter(name) && !name.equalsIgnoreCase(COOKIE)) {
            String before = outbound.get(name);
            // As every shim would join them; but a load balancer of AWS passes on the last alone.
            outbound.set(name, before == null ? value : before + "," + value);
          }
        });
    // Several lines are one list, which a comma would break (RFC 6265, section 5.4).
    List<String> cookies = inbound.getAll(COOKIE);
    if (!cookies.isEmpty()) {
      outbound.add(COOKIE, String.join("; ", cookies));
    }
    outbound.add("via", appended(inbound, "via", hops.entry(request)));
    MaxForwards.decrement(request.method(), outbound);
    outbound.add(
        "x-forwarded-for",
        appended(inbound, "x-forwarded-for", request.remoteAddress().hostAddress()));
    outbound.add("x-forwarded-proto", appended(inbound, "x-forwarded-proto", scheme(request)));
    if (host != null) {
      outbound.add("x-forwarded-host", appended(inbound, "x-forwarded-host", host));
    }
    outbound.add("x-request-id", requestId);
    return outbound;
  }

  private static boolean isSetByRouter(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "host",
          "via",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-request-id" ->
          true;
      default -> false;
    };
  }

  private static String scheme(HttpServerRequest request) {
    return request.isSSL() ? "https" : "http";
  }

  private static String appended(MultiMap inbound, String name, String value) {
    List<String> values = inbound.getAll(name);
    return values.isEmpty() ? value : String.join(", ", values) + ", " + value;
  }
}

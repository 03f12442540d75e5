package dev.wayfare.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The fields of a message that may cross the router.
 *
 * <p>Left out are the fields of a single connection (RFC 9110, section 7.6.1), those that {@code
 * Connection} names, the framing, which the router sets anew, and {@code wayfare-*}, which only the
 * router and its targets exchange.
 */
final class ForwardableFields {
  private static final Set<String> ONE_CONNECTION =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "te",
          "transfer-encoding",
          "trailer",
          "upgrade",
          "proxy-authorization",
          "proxy-authenticate",
          "content-length",
          "expect");
  private static final String OWN_PREFIX = "wayfare-";

  private ForwardableFields() {}

  static void forEach(MultiMap fields, BiConsumer<String, String> use) {
    Set<String> named = namedByConnection(fields);
    fields.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          boolean stays =
              ONE_CONNECTION.contains(lower)
                  || lower.startsWith(OWN_PREFIX)
                  || named.contains(lower);
          if (!stays) {
            use.accept(name, value);
          }
        });
  }

  /** The options in the field {@code Connection}, in lower case. */
  static Set<String> namedByConnection(MultiMap fields) {
    List<String> values = fields.getAll(HttpHeaders.CONNECTION);
    if (values.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}

package dev.wayfare.router.proxy;

import java.util.Locale;
import java.util.Optional;

/**
 * A request's path and query, byte for byte as the client sent them.
 *
 * @param raw path and query
 */
record OriginForm(String raw) {
  private static final String SCHEME_END = "://";

  /**
   * The origin form of a request target (RFC 9112, section 3.2), or empty for {@code *} and for
   * what is not a path.
   */
  static Optional<OriginForm> of(String requestTarget) {
    if (requestTarget.startsWith("/")) {
      return Optional.of(new OriginForm(requestTarget));
    }
    String lower = requestTarget.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
      return Optional.empty();
    }
    int authority = requestTarget.indexOf(SCHEME_END) + SCHEME_END.length();
    int end = authority;
    while (end < requestTarget.length() && "/?".indexOf(requestTarget.charAt(end)) < 0) {
      end++;
    }
    String rest = requestTarget.substring(end);
    return Optional.of(new OriginForm(rest.startsWith("/") ? rest : "/" + rest));
  }

  /** The raw path without the query. */
  String path() {
    int query = raw.indexOf('?');
    return query < 0 ? raw : raw.substring(0, query);
  }
}

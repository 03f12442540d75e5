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
   * The origin form of a request target (RFC 9112, section 3.2), or empty for {@code *}, for what
   * is not a path, and for characters that no target has.
   */
  static Optional<OriginForm> of(String requestTarget) {
    if (!requestTarget.chars().allMatch(OriginForm::isAllowed)) {
      return Optional.empty();
    }
    if (requestTarget.startsWith("/")) {
      return Optional.of(new OriginForm(requestTarget));
    }
    if (!isAbsolute(requestTarget)) {
      return Optional.empty();
    }
    String rest = requestTarget.substring(authorityEnd(requestTarget));
    return Optional.of(new OriginForm(rest.startsWith("/") ? rest : "/" + rest));
  }

  /** The authority that a request target in absolute form names; empty for other forms. */
  static Optional<String> authority(String requestTarget) {
    return isAbsolute(requestTarget)
        ? Optional.of(
            requestTarget.substring(authorityBegin(requestTarget), authorityEnd(requestTarget)))
        : Optional.empty();
  }

  private static boolean isAllowed(int character) {
    return character >= '!' && character <= '~' && character != '#';
  }

  private static boolean isAbsolute(String requestTarget) {
    String lower = requestTarget.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  private static int authorityBegin(String requestTarget) {
    return requestTarget.indexOf(SCHEME_END) + SCHEME_END.length();
  }

  private static int authorityEnd(String requestTarget) {
    int end = authorityBegin(requestTarget);
    while (end < requestTarget.length() && "/?".indexOf(requestTarget.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** The raw path without the query. */
  String path() {
    int query = raw.indexOf('?');
    return query < 0 ? raw : raw.substring(0, query);
  }
}

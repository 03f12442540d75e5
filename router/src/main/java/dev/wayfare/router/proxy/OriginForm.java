package dev.wayfare.router.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request's path and query, byte for byte as the client sent them.
 *
 * @param raw path and query
 */
record OriginForm(String raw) {
  private static final String SCHEME_END = "://";

  /** A slash and one or two dots up to the next slash or the end. */
  private static final String DOT_SEGMENT = "/(?:[.]|%2[eE]){1,2}(?=/|$)";

  /** Visible characters that neither a path nor a query may have. */
  private static final String NO_URI = "\"<>[\\]^`{|}";

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

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

  /** True for {@code *}, which means the server itself (RFC 9112, section 3.2.4). */
  static boolean isServer(String requestTarget) {
    return requestTarget.equals("*");
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

  /**
   * The same for servers that take nothing but a plain URI (RFC 3986, section 3.3): what that has
   * no place for is percent-encoded, an escape that is none among it; dot segments, which some
   * refuse, are left out, and so is what would make the path's beginning an authority.
   */
  String uri() {
    int query = raw.indexOf('?');
    String path = encoded(query < 0 ? raw : raw.substring(0, query));
    String plain = ("/" + path.replaceAll(DOT_SEGMENT, "")).replaceFirst("^//+", "/");
    return query < 0 ? plain : plain + encoded(raw.substring(query));
  }

  /**
   * The same for a platform that verifies a signature of it, and for that takes a query apart and
   * writes it anew: here there is one way to do that. What is percent-encoded but no UTF-8 is so
   * twice. A function that shares a key with the router does not look at it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">The
   *     canonical request of AWS</a>
   */
  String signable() {
    String uri = uri();
    int query = uri.indexOf('?');
    if (query < 0) {
      return uri;
    }
    return uri.substring(0, query + 1)
        + Arrays.stream(uri.substring(query + 1).split("&", -1))
            .filter(parameter -> !parameter.isEmpty())
            .map(OriginForm::parameter)
            .collect(Collectors.joining("&"));
  }

  /** A parameter without a name is all name: AWS has no other place for it. */
  private static String parameter(String raw) {
    int value = raw.indexOf('=');
    return value <= 0
        ? component(raw)
        : component(raw.substring(0, value)) + "=" + component(raw.substring(value + 1));
  }

  /** Encodes all that is not unreserved (RFC 3986, section 2.3), with escapes as they are. */
  private static String component(String raw) {
    boolean isText = isUtf8(raw);
    var encoded = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (UNRESERVED.indexOf(c) >= 0 || (c == '%' && isText)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isUtf8(String raw) {
    var octets = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      boolean isEscaped = raw.charAt(i) == '%';
      octets.write(isEscaped ? HexFormat.fromHexDigits(raw, i + 1, i + 3) : raw.charAt(i));
      i += isEscaped ? 2 : 0;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String encoded(String raw) {
    var uri = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (NO_URI.indexOf(c) >= 0 || (c == '%' && !isEscape(raw, i))) {
        uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        uri.append(c);
      }
    }
    return uri.toString();
  }

  private static boolean isEscape(String raw, int percent) {
    return percent + 2 < raw.length()
        && HexFormat.isHexDigit(raw.charAt(percent + 1))
        && HexFormat.isHexDigit(raw.charAt(percent + 2));
  }

  /** The raw path without the query. */
  String path() {
    int query = raw.indexOf('?');
    return query < 0 ? raw : raw.substring(0, query);
  }
}

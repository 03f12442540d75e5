package dev.wayfare.shim.aws;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Puts back the percent-encoding (RFC 3986 §2.1) that a front took away. What cannot be known any
 * more: whether a character that may stand for itself was encoded, such as a slash within a
 * segment, and whether a space was "+" or "%20".
 */
final class Encoded {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String UNRESERVED = "-._~";
  private static final String PATH = UNRESERVED + "/!$&'()*+,;=:@";
  private static final String QUERY_VALUE = UNRESERVED + "/?!$'()*,:@=";
  private static final String QUERY_NAME = UNRESERVED + "/?!$'()*,:@";

  private Encoded() {}

  /** A path that was decoded once. */
  static String path(String decoded) {
    return encoded(decoded, PATH);
  }

  /** A query parameter whose name and value were decoded. */
  static String parameter(String name, String value) {
    return encoded(name, QUERY_NAME) + "=" + encoded(value, QUERY_VALUE);
  }

  private static String encoded(String text, String kept) {
    var encoded = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (isAlphanumeric(c) || kept.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}

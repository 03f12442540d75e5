package dev.wayfare.shim;

/**
 * One HTTP field line: a name and a value, as RFC 9110 §5 has them.
 *
 * @param name a token (RFC 9110 §5.6.2), its case kept as it came
 * @param value octets as characters up to U+00FF (RFC 9110 §5.5): visible ones, spaces and tabs; no
 *     line breaks, which would let a guest smuggle fields of its own into the answer
 */
public record Header(String name, String value) {
  private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

  /** Refuses what RFC 9110 does not allow on the wire. */
  public Header {
    if (!isToken(name)) {
      throw new IllegalArgumentException("not a field name: \"" + name + "\"");
    }
    if (!isValue(value)) {
      throw new IllegalArgumentException(
          "the value of field " + name + " holds a control character, or one above U+00FF");
    }
  }

  /** Whether a text is a token (RFC 9110 §5.6.2), as field names and methods are. */
  public static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isTokenCharacter(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isValueCharacter(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_PUNCTUATION.indexOf(c) >= 0;
  }

  private static boolean isValueCharacter(int c) {
    return c == '\t' || (c >= ' ' && c <= 0xff && c != 0x7f);
  }
}

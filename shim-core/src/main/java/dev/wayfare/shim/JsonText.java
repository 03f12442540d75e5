package dev.wayfare.shim;

/** Writes the little JSON that the host itself makes: strings (RFC 8259 §7). */
public final class JsonText {
  private JsonText() {}

  /** Appends a string, in quotation marks. */
  public static StringBuilder append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        default -> {
          if (c < ' ' || c == 0x7f) {
            json.append("\\u00").append(hex(c >> 4)).append(hex(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"');
  }

  private static char hex(int nibble) {
    return Character.forDigit(nibble & 0xf, 16);
  }
}

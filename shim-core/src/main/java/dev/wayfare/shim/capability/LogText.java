package dev.wayfare.shim.capability;

import java.util.BitSet;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes a guest's text safe to log: a secret's value becomes {@code ***}, and a character that a
 * terminal or a log reader would act on becomes an escape such as {@code \u001b}. This guards
 * against accidents; a guest that means to can always write its secrets in another guise.
 */
public final class LogText {
  private static final String MASK = "***";

  private final List<String> secrets;

  /** Hides {@code secrets}; of one that has several lines, each line. */
  public LogText(Collection<String> secrets) {
    this.secrets =
        secrets.isEmpty()
            ? List.of()
            : secrets.stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .distinct()
                .toList();
  }

  /** A whole line, made safe. */
  public String safe(String line) {
    return escaped(masked(line, hidden(line)));
  }

  /** The start of a line whose rest was dropped: the cut may go through a secret. */
  String safeStart(String line) {
    BitSet hidden = hidden(line);
    for (String secret : secrets) {
      hidden.set(line.length() - overlap(line, secret), line.length());
    }
    return escaped(masked(line, hidden));
  }

  /** Which characters belong to a secret: occurrences may overlap. */
  private BitSet hidden(String line) {
    var hidden = new BitSet();
    for (String secret : secrets) {
      int at = line.indexOf(secret);
      while (at >= 0) {
        hidden.set(at, at + secret.length());
        at = line.indexOf(secret, at + 1);
      }
    }
    return hidden;
  }

  private static String masked(String line, BitSet hidden) {
    if (hidden.isEmpty()) {
      return line;
    }
    var masked = new StringBuilder(line.length());
    int at = 0;
    while (at < line.length()) {
      int start = hidden.nextSetBit(at);
      if (start < 0) {
        return masked.append(line, at, line.length()).toString();
      }
      masked.append(line, at, start).append(MASK);
      at = hidden.nextClearBit(start);
    }
    return masked.toString();
  }

  /** How many characters at the end of {@code text} are the start of {@code secret}. */
  private static int overlap(String text, String secret) {
    for (int n = Math.min(text.length(), secret.length() - 1); n > 0; n--) {
      if (text.regionMatches(text.length() - n, secret, 0, n)) {
        return n;
      }
    }
    return 0;
  }

  private static String escaped(String text) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    var safe = new StringBuilder(text.length() + 16).append(text, 0, plain);
    text.substring(plain).codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f;
  }

  private static void append(StringBuilder safe, int c) {
    switch (Character.getType(c)) {
      // Format characters turn the direction of text, and so what a reader sees.
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> {
        safe.append("\\u");
        safe.append(HexFormat.of().toHexDigits(c, c > 0xffff ? 6 : 4));
      }
      default -> safe.appendCodePoint(c);
    }
  }
}

package dev.wayfare.router.config;

/**
 * Words of the file as they stand in a sentence: in quotes, on one line and not too long; of an API
 * key that strayed into the file, not more than that it is one.
 */
final class Quoted {
  private static final int MAX_CHARACTERS = 60;

  private Quoted() {}

  static String of(String word) {
    String text = KeyHash.masked(word);
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().limit(MAX_CHARACTERS).forEach(character -> append(quoted, character));
    boolean cut = text.codePointCount(0, text.length()) > MAX_CHARACTERS;
    return quoted.append(cut ? "...\"" : "\"").toString();
  }

  private static void append(StringBuilder quoted, int character) {
    switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          quoted.append(character == '\n' ? "\\n" : "\\u{%x}".formatted(character));
      default -> {
        if (character == '"' || character == '\\') {
          quoted.append('\\');
        }
        quoted.appendCodePoint(character);
      }
    }
  }
}

package dev.wayfare.router.proxy;

/** A method or a field's name: {@code token} of RFC 9110, section 5.6.2. */
final class Token {
  private static final String MARKS = "!#$%&'*+-.^_`|~";

  private Token() {}

  /** True where {@code text} is one, and so has no character that ends it elsewhere. */
  static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPart(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isPart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || MARKS.indexOf(c) >= 0;
  }
}

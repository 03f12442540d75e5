package dev.wayfare.router.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A strict reader of dictionaries as RFC 9651, section 4.2.2, parses them.
 *
 * <p>A member's value is a {@link Long} for an integer, a {@link Token}, or {@link #OTHER} for any
 * other well-formed item or inner list. Parameters are checked and dropped.
 */
final class StructuredDictionary {
  /** A well-formed value of a type that nobody asks for. */
  static final Object OTHER = new Object();

  private static final int MAX_INTEGER_DIGITS = 15;
  private static final int MAX_DECIMAL_INTEGER_DIGITS = 12;
  private static final int MAX_FRACTION_DIGITS = 3;
  private static final char END = '\0';

  private final String text;
  private int at;

  /** A word such as {@code guest}. */
  record Token(String name) {}

  StructuredDictionary(String text) {
    this.text = text;
  }

  Map<String, Object> parse() throws MalformedFieldException {
    Map<String, Object> members = new LinkedHashMap<>();
    skip(" ");
    while (at < text.length()) {
      String key = key();
      members.put(key, accept('=') ? itemOrInnerList() : bareTrue());
      skip(" \t");
      if (at == text.length()) {
        return members;
      }
      expect(',');
      skip(" \t");
      check(at < text.length());
    }
    return members;
  }

  private Object bareTrue() throws MalformedFieldException {
    parameters();
    return OTHER;
  }

  private Object itemOrInnerList() throws MalformedFieldException {
    Object value = accept('(') ? innerList() : bareItem();
    parameters();
    return value;
  }

  private Object innerList() throws MalformedFieldException {
    skip(" ");
    while (!accept(')')) {
      bareItem();
      parameters();
      check(peek() == ' ' || peek() == ')');
      skip(" ");
    }
    return OTHER;
  }

  private void parameters() throws MalformedFieldException {
    while (accept(';')) {
      skip(" ");
      key();
      if (accept('=')) {
        bareItem();
      }
    }
  }

  private String key() throws MalformedFieldException {
    int start = at;
    check(isLower(peek()) || peek() == '*');
    while (isLower(peek()) || isDigit(peek()) || isOneOf("_-.*")) {
      at++;
    }
    return text.substring(start, at);
  }

  private Object bareItem() throws MalformedFieldException {
    char first = peek();
    if (first == '-' || isDigit(first)) {
      return number();
    }
    if (first == '*' || isLetter(first)) {
      return token();
    }
    at++;
    switch (first) {
      case '"' -> string();
      case ':' -> bytes();
      case '?' -> check(accept('0') || accept('1'));
      case '@' -> check(number() instanceof Long);
      default -> throw new MalformedFieldException("item at " + at);
    }
    return OTHER;
  }

  private Object number() throws MalformedFieldException {
    int start = at;
    boolean negative = accept('-');
    int digits = digits();
    if (accept('.')) {
      int fraction = digits();
      check(digits <= MAX_DECIMAL_INTEGER_DIGITS && fraction <= MAX_FRACTION_DIGITS);
      return OTHER;
    }
    check(digits <= MAX_INTEGER_DIGITS);
    long value = Long.parseLong(text, negative ? start + 1 : start, at, 10);
    return negative ? -value : value;
  }

  private int digits() throws MalformedFieldException {
    int start = at;
    while (isDigit(peek())) {
      at++;
    }
    check(at > start);
    return at - start;
  }

  private Token token() {
    int start = at;
    while (isLetter(peek()) || isDigit(peek()) || isOneOf("!#$%&'*+-.^_`|~:/")) {
      at++;
    }
    return new Token(text.substring(start, at));
  }

  private void string() throws MalformedFieldException {
    while (!accept('"')) {
      if (accept('\\')) {
        check(isOneOf("\"\\"));
      }
      check(peek() >= ' ' && peek() <= '~');
      at++;
    }
  }

  private void bytes() throws MalformedFieldException {
    while (!accept(':')) {
      check(isLetter(peek()) || isDigit(peek()) || isOneOf("+/="));
      at++;
    }
  }

  private boolean accept(char wanted) {
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char wanted) throws MalformedFieldException {
    check(accept(wanted));
  }

  private void skip(String blanks) {
    while (isOneOf(blanks)) {
      at++;
    }
  }

  private void check(boolean wellFormed) throws MalformedFieldException {
    if (!wellFormed) {
      throw new MalformedFieldException("character " + at);
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private boolean isOneOf(String characters) {
    return at < text.length() && characters.indexOf(text.charAt(at)) >= 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isLetter(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }
}

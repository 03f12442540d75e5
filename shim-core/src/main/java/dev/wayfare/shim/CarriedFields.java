package dev.wayfare.shim;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * Carries response fields past a platform that would alter or drop them: several {@code Set-Cookie}
 * where there can be one value, or a field that it renames. Whoever calls through such a platform
 * and can put them back, as the router does, says so with the request field {@value #ACCEPT}:
 * {@code ?1}. The answer then has them in {@value #NAME}, a list of byte sequences (RFC 9651 §3.1,
 * §3.3.5) each of which is one line, "name: value" in ISO-8859-1, in their order.
 */
public final class CarriedFields {
  /** The response field that holds the lines. */
  public static final String NAME = "wayfare-fields";

  /** The request field of a caller that puts them back. */
  public static final String ACCEPT = "wayfare-accept-fields";

  private CarriedFields() {}

  /** Whether whoever sent the request puts carried fields back. */
  public static boolean accepts(Invocation invocation) {
    return invocation.headers().first(ACCEPT).filter("?1"::equals).isPresent();
  }

  /**
   * These fields, with those whose lower-case name satisfies {@code altered} in one of their own.
   */
  public static Headers carry(Headers headers, Predicate<String> altered) {
    var lines = new StringJoiner(", ");
    for (Header line : headers) {
      if (altered.test(line.name().toLowerCase(Locale.ROOT))) {
        lines.add(":" + encoded(line.name() + ": " + line.value()) + ":");
      }
    }
    return lines.length() == 0 ? headers : headers.without(altered).with(NAME, lines.toString());
  }

  private static String encoded(String line) {
    return Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.ISO_8859_1));
  }
}

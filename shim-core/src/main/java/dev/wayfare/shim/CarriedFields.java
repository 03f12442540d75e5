package dev.wayfare.shim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * Carries fields past a platform that would alter or drop them: several {@code Set-Cookie} where
 * there can be one value, a field that it renames, a content type by which it would read a body as
 * text. They are in {@value #NAME}, a list of byte sequences (RFC 9651 §3.1, §3.3.5) each of which
 * is one line, "name: value" in ISO-8859-1, in their order; a name alone says that there is no such
 * field, whatever the platform made of that.
 *
 * <p>Whoever calls through such a platform and can put fields of the answer back, as the router
 * does, says so with the request field {@value #ACCEPT}: {@code ?1}. Fields of a request are put
 * back for the router alone.
 */
public final class CarriedFields {
  /** The field that holds the lines. */
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
    return carry(headers, altered, Set.of());
  }

  /**
   * These fields, with those whose lower-case name satisfies {@code altered} in one of their own.
   *
   * @param added lower-case names of fields that the platform adds where there are none, which the
   *     field tells then
   */
  public static Headers carry(Headers headers, Predicate<String> altered, Set<String> added) {
    var lines = new StringJoiner(", ");
    for (Header line : headers) {
      if (altered.test(line.name().toLowerCase(Locale.ROOT))) {
        lines.add(sequence(line.name() + ": " + line.value()));
      }
    }
    added.stream()
        .filter(name -> headers.first(name).isEmpty())
        .forEach(name -> lines.add(sequence(name)));
    return lines.length() == 0 ? headers : headers.without(altered).with(NAME, lines.toString());
  }

  /**
   * These fields with those that were carried in place of lines of the same names; {@value #NAME}
   * stays.
   *
   * @throws IllegalArgumentException if what was carried is malformed
   */
  public static Headers restored(Headers headers) {
    if (headers.first(NAME).isEmpty()) {
      return headers;
    }
    var names = new HashSet<String>();
    var carried = new ArrayList<Header>();
    for (String member : String.join(",", headers.all(NAME)).split(",", -1)) {
      String line = decoded(member.strip());
      int colon = line.indexOf(": ");
      String name = colon < 0 ? line : line.substring(0, colon);
      names.add(name.toLowerCase(Locale.ROOT));
      if (colon >= 0) {
        carried.add(new Header(name, line.substring(colon + 2)));
      }
    }
    headers.without(names::contains).forEach(carried::add);
    return Headers.of(carried);
  }

  private static String decoded(String sequence) {
    int end = sequence.length() - 1;
    if (end < 1 || sequence.charAt(0) != ':' || sequence.charAt(end) != ':') {
      throw new IllegalArgumentException("the field " + NAME + " is malformed");
    }
    byte[] line = Base64.getDecoder().decode(sequence.substring(1, end));
    return new String(line, StandardCharsets.ISO_8859_1);
  }

  private static String sequence(String line) {
    byte[] octets = line.getBytes(StandardCharsets.ISO_8859_1);
    return ":" + Base64.getEncoder().encodeToString(octets) + ":";
  }
}

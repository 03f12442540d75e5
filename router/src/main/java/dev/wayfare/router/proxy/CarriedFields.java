package dev.wayfare.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Puts the fields of an answer back that its platform would have altered on their way. A target has
 * them in one field, {@value #NAME}: a list of byte sequences (RFC 9651, sections 3.1 and 3.3.5),
 * each of which is one line, "name: value" in ISO-8859-1; a name alone says that there is no such
 * field.
 *
 * <p>A carried field stands in place of lines of the same name, which are the platform's own.
 */
final class CarriedFields {
  static final String NAME = "wayfare-fields";

  /** The request field that asks for it. */
  static final String ACCEPT = "wayfare-accept-fields";

  private static final int MOST_LINES = 256;
  private static final String SEPARATOR = ": ";

  private CarriedFields() {}

  /**
   * The fields of an answer with those that were carried in their place.
   *
   * @throws IllegalArgumentException where the field is malformed or carries too much
   */
  static MultiMap restored(MultiMap fields) {
    List<String> values = fields.getAll(NAME);
    if (values.isEmpty()) {
      return fields;
    }
    List<String> carried = lines(String.join(",", values));
    Set<String> names = new HashSet<>();
    carried.forEach(line -> names.add(name(line).toLowerCase(Locale.ROOT)));
    MultiMap restored = HttpHeaders.headers();
    fields.forEach(
        (name, value) -> {
          if (!names.contains(name.toLowerCase(Locale.ROOT))) {
            restored.add(name, value);
          }
        });
    carried.forEach(
        line -> {
          String name = name(line);
          if (name.length() < line.length()) {
            restored.add(name, line.substring(name.length() + SEPARATOR.length()));
          }
        });
    return restored;
  }

  private static String name(String line) {
    int end = line.indexOf(SEPARATOR);
    return end < 0 ? line : line.substring(0, end);
  }

  private static List<String> lines(String list) {
    List<String> lines = new ArrayList<>();
    for (String member : list.split(",", -1)) {
      if (lines.size() == MOST_LINES) {
        throw malformed("more than " + MOST_LINES + " lines");
      }
      lines.add(line(member.strip()));
    }
    return lines;
  }

  private static String line(String member) {
    int end = member.length() - 1;
    if (end < 1 || member.charAt(0) != ':' || member.charAt(end) != ':') {
      throw malformed("no byte sequence");
    }
    byte[] bytes = Base64.getDecoder().decode(member.substring(1, end));
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!Token.is(name(line)) || !line.chars().allMatch(c -> isText(c))) {
      throw malformed("no field line");
    }
    return line;
  }

  /** A line break would let a function write fields that were never looked at. */
  private static boolean isText(int c) {
    return c == '\t' || (c >= ' ' && c != 0x7f);
  }

  private static IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException(NAME + " has " + what);
  }
}

package dev.wayfare.shim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Field lines in the order they came, repeated ones kept apart; names compare without regard to
 * case. Immutable. Loops rather than streams, and no copy where nothing is taken away: every
 * request passes here several times.
 */
public final class Headers implements Iterable<Header> {
  /** No fields at all. */
  public static final Headers EMPTY = new Headers(List.of());

  /**
   * Fields of one connection, not of the message (RFC 9110 §7.6.1); a shim neither passes them to a
   * guest nor takes them from one.
   */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final List<Header> lines;

  private Headers(List<Header> lines) {
    this.lines = List.copyOf(lines);
  }

  /** The given lines, in their order. */
  public static Headers of(List<Header> lines) {
    return lines.isEmpty() ? EMPTY : new Headers(lines);
  }

  /** The first value of a field, if it is there. */
  public Optional<String> first(String name) {
    for (Header line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        return Optional.of(line.value());
      }
    }
    return Optional.empty();
  }

  /** Every value of a field, in order; empty if it is not there. */
  public List<String> all(String name) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** These fields and one more line at the end. */
  public Headers with(String name, String value) {
    Header[] more = lines.toArray(new Header[lines.size() + 1]);
    more[lines.size()] = new Header(name, value);
    return new Headers(List.of(more));
  }

  /** These fields but those whose lower-case name satisfies {@code unwanted}. */
  public Headers without(Predicate<String> unwanted) {
    int keep = 0;
    while (keep < lines.size() && !isUnwanted(lines.get(keep), unwanted)) {
      keep++;
    }
    if (keep == lines.size()) {
      return this;
    }
    var kept = new ArrayList<>(lines.subList(0, keep));
    for (int i = keep + 1; i < lines.size(); i++) {
      if (!isUnwanted(lines.get(i), unwanted)) {
        kept.add(lines.get(i));
      }
    }
    return of(kept);
  }

  private static boolean isUnwanted(Header line, Predicate<String> unwanted) {
    return unwanted.test(line.name().toLowerCase(Locale.ROOT));
  }

  /**
   * These fields but those of the connection: the names of RFC 9110 §7.6.1 and whatever {@code
   * Connection} lists.
   */
  public Headers withoutHopByHop() {
    if (first("connection").isEmpty()) {
      return without(HOP_BY_HOP::contains);
    }
    Set<String> listed =
        all("connection").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    return without(name -> HOP_BY_HOP.contains(name) || listed.contains(name));
  }

  /**
   * Each field once, by its lower-case name, the values of repeated ones joined with ", " (RFC 9110
   * §5.3). {@code Set-Cookie} cannot be joined: take it {@link #without} first, or refuse several.
   */
  public Map<String, String> combined() {
    var fields = new LinkedHashMap<String, String>();
    for (Header line : lines) {
      fields.merge(
          line.name().toLowerCase(Locale.ROOT), line.value(), (first, next) -> first + ", " + next);
    }
    return fields;
  }

  /**
   * These fields in the one form that every shim hands over, whatever its cloud made of them: each
   * name once, in lower case and in order, the values of repeated lines joined with "," alone, as
   * AWS and Azure join them before a shim sees them (RFC 9110 §5.3), those of {@code Cookie} with
   * "; " (RFC 6265 §5.4).
   */
  public Headers canonical() {
    var fields = new TreeMap<String, String>();
    for (Header line : lines) {
      String name = line.name().toLowerCase(Locale.ROOT);
      String separator = name.equals("cookie") ? "; " : ",";
      fields.merge(name, line.value(), (first, next) -> first + separator + next);
    }
    var canonical = new ArrayList<Header>(fields.size());
    fields.forEach((name, value) -> canonical.add(new Header(name, value)));
    return of(canonical);
  }

  /** The length in bytes of all names and values together. */
  public int lengthBytes() {
    int length = 0;
    for (Header line : lines) {
      length += line.name().length() + line.value().length();
    }
    return length;
  }

  /** How many field lines there are. */
  public int size() {
    return lines.size();
  }

  @Override
  public Iterator<Header> iterator() {
    return lines.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers headers && lines.equals(headers.lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}

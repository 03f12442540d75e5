package dev.wayfare.router.region;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which caller region a request is from: by the value of a field, to the letter; else by the
 * smallest range that has the connection's other end. The field comes first, since where something
 * in front of the router sets one, the address is that thing's own.
 *
 * @param header the field's name, or null where no field tells
 * @param regions in the order of the file
 * @param values region by value of the field, by its place in {@code regions}
 * @param ranges region by address
 */
public record Callers(
    @Nullable String header,
    List<CallerRegion> regions,
    Map<String, Integer> values,
    List<Located> ranges) {
  /** {@value}: more ranges than this want a search that is not linear. */
  public static final int MOST_RANGES = 1_000;

  /** Nothing is known of any caller. */
  public static final Callers NONE = new Callers(null, List.of(), Map.of(), List.of());

  /** {@value}: the place of callers of no known region. */
  public static final int NOWHERE = -1;

  /** Addresses of the region at {@code place}. */
  public record Located(AddressRange range, int place) {}

  public Callers {
    if (ranges.size() > MOST_RANGES) {
      throw new IllegalArgumentException("more than %d ranges".formatted(MOST_RANGES));
    }
    regions = List.copyOf(regions);
    values = Map.copyOf(values);
    ranges =
        ranges.stream()
            .sorted(Comparator.comparingInt((Located it) -> it.range().prefixBits()).reversed())
            .toList();
  }

  /** The place of the caller's region in {@link #regions}, or {@link #NOWHERE}. */
  public int place(Caller caller) {
    String value = header == null ? null : caller.header(header);
    Integer named = value == null ? null : values.get(value);
    if (named != null) {
      return named;
    }
    String address = ranges.isEmpty() ? null : caller.address();
    return address == null ? NOWHERE : placeOf(address);
  }

  private int placeOf(String address) {
    AddressRange.Bits bits = AddressRange.Bits.of(InetAddress.ofLiteral(withoutZone(address)));
    for (Located located : ranges) {
      if (located.range().covers(bits)) {
        return located.place();
      }
    }
    return NOWHERE;
  }

  /** {@code fe80::1%eth0} is of a network of this machine's, which the range cannot name. */
  private static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }
}

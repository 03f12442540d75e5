package dev.wayfare.router.config;

import dev.wayfare.router.region.AddressRange;
import dev.wayfare.router.region.CallerRegion;
import dev.wayfare.router.region.Callers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code callers} of a policy. */
final class CallerSection {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int MOST_REGIONS = 32;
  private static final int MOST_VALUES = 1_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern VALUE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
  private static final Pattern RANGE =
      Pattern.compile("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/\\d{1,3})?");
  private static final String RANGE_RULE =
      "an address or a range of some, such as 192.0.2.0/24 or 2001:db8::/32, without bits after"
          + " the prefix";

  private final Section section;
  private final List<CallerRegion> regions = new ArrayList<>();
  private final Map<String, Integer> values = new HashMap<>();
  private final List<Callers.Located> ranges = new ArrayList<>();
  private final Set<AddressRange> taken = new HashSet<>();

  private CallerSection(Section section) {
    this.section = section;
  }

  static Callers read(Section section) {
    section.only("header", "regions");
    return new CallerSection(section).callers();
  }

  private Callers callers() {
    @Nullable String header =
        section
            .scalar("header")
            .map(value -> value.text(FIELD, "the name of a header field, such as cf-ipcountry"))
            .orElse(null);
    Section named = section.section("regions").orElseThrow(() -> section.missing("regions"));
    if (named.keys().isEmpty()) {
      throw named.missing("name of at least one caller region");
    }
    if (named.keys().size() > MOST_REGIONS) {
      throw named.fault("there can be at most %d caller regions".formatted(MOST_REGIONS));
    }
    for (String name : named.keys()) {
      if (!NAME.matcher(name).matches()) {
        throw named.faultAt(
            name,
            "a caller region's name is lower-case letters, digits and -, not " + Quoted.of(name));
      }
      region(name, named.section(name).orElseThrow());
    }
    if (header != null && values.isEmpty()) {
      throw section.faultAt("header", "no caller region has \"header-values\" for this field");
    }
    return new Callers(header, regions, values, ranges);
  }

  private void region(String name, Section region) {
    region.only("header-values", "addresses", "added-latency");
    if (!region.has("header-values") && !region.has("addresses")) {
      throw region.missing("header-values\" or \"addresses");
    }
    if (region.has("header-values") && !section.has("header")) {
      throw region.faultAt(
          "header-values", "the field that has these values is missing: \"header\" in \"callers\"");
    }
    region.scalars("header-values").forEach(this::value);
    region.scalars("addresses").forEach(this::range);
    regions.add(
        new CallerRegion(name, region.section("added-latency").map(this::ways).orElse(List.of())));
  }

  private void value(Scalar entry) {
    String value = entry.text(VALUE, "the value of a header field, in printable ASCII");
    if (values.putIfAbsent(value, regions.size()) != null) {
      throw entry.fault(Quoted.of(value) + " is the value of a caller region already");
    }
    if (values.size() > MOST_VALUES) {
      throw entry.fault("there can be at most %d header values in all".formatted(MOST_VALUES));
    }
  }

  private void range(Scalar entry) {
    AddressRange range = parse(entry);
    if (!taken.add(range)) {
      throw entry.fault(Quoted.of(entry.text()) + " is the address of a caller region already");
    }
    ranges.add(new Callers.Located(range, regions.size()));
    if (ranges.size() > Callers.MOST_RANGES) {
      throw entry.fault(
          "there can be at most %d addresses and ranges in all".formatted(Callers.MOST_RANGES));
    }
  }

  private static AddressRange parse(Scalar entry) {
    String text = entry.text(RANGE, RANGE_RULE);
    int slash = text.indexOf('/');
    try {
      AddressRange.Bits first =
          AddressRange.Bits.of(InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)));
      int prefixBits = slash < 0 ? first.length() : Integer.parseInt(text.substring(slash + 1));
      return new AddressRange(first, prefixBits);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(String.valueOf(entry.wrong(RANGE_RULE).getMessage()), e);
    }
  }

  private List<CallerRegion.Way> ways(Section added) {
    List<CallerRegion.Way> ways = new ArrayList<>();
    for (String targets : added.keys()) {
      ways.add(
          new CallerRegion.Way(
              added.regionPattern(targets),
              added.required(targets).durationOrZero(LONGEST).toNanos()));
    }
    return ways;
  }
}

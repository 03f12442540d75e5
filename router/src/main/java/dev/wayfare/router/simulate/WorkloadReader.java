package dev.wayfare.router.simulate;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.Scalar;
import dev.wayfare.router.config.Section;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a workload from YAML. */
final class WorkloadReader {
  private static final Duration LONGEST = Duration.ofDays(Workload.MOST_DAYS);
  private static final Duration LONGEST_WORK = Duration.ofMinutes(15);
  private static final int MOST_COPIES = 1_000;
  private static final int MOST_CAPACITY = 1_000_000;
  private static final long MOST_BYTES = 1L << 30;
  private static final double MOST_FACTOR = 1_000_000;
  private static final int PERCENT = 100;

  private static final Map<String, Fault.Kind> FAULTS =
      Map.of(
          "outage", Fault.Kind.OUTAGE,
          "hang", Fault.Kind.HANG,
          "errors", Fault.Kind.ERRORS,
          "slow", Fault.Kind.SLOW);

  private WorkloadReader() {}

  /** Reads the whole of a file. */
  static Workload read(Section file) {
    Section root =
        file.only(
            "version",
            "start",
            "duration",
            "replicas",
            "traffic",
            "places",
            "faults",
            "price-changes",
            "clock-jumps");
    Scalar version = root.required("version");
    if (version.integer(0, Integer.MAX_VALUE) != 1) {
      throw version.wrong("1, the only version so far");
    }
    return new Workload(
        instant(root.required("start")),
        root.required("duration").duration(LONGEST),
        root.scalar("replicas").map(it -> it.integer(1, Workload.MOST_REPLICAS)).orElse(1),
        traffic(root.sections("traffic")),
        root.section("places").map(WorkloadReader::places).orElse(Map.of()),
        list(root, "faults", WorkloadReader::fault),
        list(root, "price-changes", WorkloadReader::priceChange),
        list(root, "clock-jumps", WorkloadReader::clockJump));
  }

  private static <T> List<T> list(Section root, String key, Function<Section, T> read) {
    return root.has(key) ? root.sections(key).stream().map(read).toList() : List.of();
  }

  private static Instant instant(Scalar value) {
    try {
      return Instant.parse(value.text());
    } catch (DateTimeParseException e) {
      InvalidConfigException fault = value.wrong("an instant such as \"2026-03-01T00:00:00Z\"");
      fault.initCause(e);
      throw fault;
    }
  }

  private static List<Traffic> traffic(List<Section> sections) {
    Set<String> functions = new HashSet<>();
    for (Section section : sections) {
      Scalar function = section.required("function");
      if (!functions.add(function.text())) {
        throw function.wrong("in one entry only");
      }
    }
    return sections.stream().map(WorkloadReader::traffic).toList();
  }

  private static Traffic traffic(Section section) {
    section.only(
        "function",
        "copies",
        "popularity",
        "per-second",
        "daily-swing",
        "bursts",
        "work",
        "variety",
        "response",
        "repeatable");
    return new Traffic(
        section.required("function").text(),
        section.scalar("copies").map(it -> it.integer(1, MOST_COPIES)).orElse(1),
        section.scalar("popularity").map(it -> it.decimal().doubleValue()).orElse(0.0),
        positive(section.required("per-second")),
        section.scalar("daily-swing").map(WorkloadReader::share).orElse(0.0),
        section.section("bursts").map(WorkloadReader::bursts).orElse(Traffic.Bursts.NONE),
        spread(section, "work", it -> (double) it.duration(LONGEST_WORK).toNanos()),
        section.scalar("variety").map(WorkloadReader::atLeastOne).orElse(1.0),
        spread(section, "response", it -> (double) it.bytes(1, MOST_BYTES)),
        section.scalar("repeatable").map(WorkloadReader::share).orElse(1.0));
  }

  private static Traffic.Bursts bursts(Section section) {
    section.only("every", "for", "factor");
    return new Traffic.Bursts(
        section.required("every").duration(LONGEST),
        section.required("for").duration(LONGEST),
        positive(section.required("factor")));
  }

  private static Spread spread(Section section, String key, Function<Scalar, Double> read) {
    Section values = section.section(key).orElseThrow(() -> section.missing(key));
    values.only("median", "p99");
    double median = read.apply(values.required("median"));
    Optional<Scalar> p99 = values.scalar("p99");
    double high = p99.map(read).orElse(median);
    if (high < median) {
      throw p99.orElseThrow().wrong("at least the median");
    }
    return new Spread(median, high);
  }

  private static Map<String, Place> places(Section section) {
    Map<String, Place> places = new HashMap<>();
    for (String id : section.keys()) {
      section.section(id).ifPresent(place -> places.put(id, place(place)));
    }
    return places;
  }

  private static Place place(Section section) {
    section.only("round-trip", "slowness", "start", "keep", "capacity");
    Place usual = Place.DEFAULT;
    return new Place(
        section.scalar("round-trip").map(it -> it.duration(LONGEST)).orElse(usual.roundTrip()),
        section.scalar("slowness").map(WorkloadReader::positive).orElse(usual.slowness()),
        section.scalar("start").map(it -> it.duration(LONGEST)).orElse(usual.start()),
        section.scalar("keep").map(it -> it.duration(LONGEST)).orElse(usual.keep()),
        section
            .scalar("capacity")
            .map(it -> it.integer(1, MOST_CAPACITY))
            .orElse(usual.capacity()));
  }

  private static Fault fault(Section section) {
    section.only("target", "fault", "at", "for", "flapping", "factor");
    Fault.Kind kind = section.required("fault").choice(FAULTS);
    if (kind == Fault.Kind.SLOW != section.has("factor")) {
      throw section.fault("\"factor\" is for \"fault: slow\", which needs it");
    }
    return new Fault(
        section.required("target").text(),
        kind,
        section.required("at").duration(LONGEST),
        section.required("for").duration(LONGEST),
        section.scalar("flapping").map(it -> it.duration(LONGEST)).orElse(Duration.ZERO),
        section.scalar("factor").map(WorkloadReader::positive).orElse(1.0));
  }

  private static Workload.PriceChange priceChange(Section section) {
    section.only("at", "provider", "factor");
    Map<String, Provider> clouds = new HashMap<>();
    for (Provider provider : Provider.values()) {
      if (provider != Provider.EDGE) {
        clouds.put(provider.id(), provider);
      }
    }
    return new Workload.PriceChange(
        section.required("at").duration(LONGEST),
        section.required("provider").choice(clouds),
        positive(section.required("factor")));
  }

  private static Workload.ClockJump clockJump(Section section) {
    section.only("at", "forward", "back");
    if (section.has("forward") == section.has("back")) {
      throw section.fault("a clock jumps either \"forward\" or \"back\"");
    }
    Duration by =
        section
            .scalar("forward")
            .map(it -> it.duration(LONGEST))
            .orElseGet(() -> section.required("back").duration(LONGEST).negated());
    return new Workload.ClockJump(section.required("at").duration(LONGEST), by);
  }

  private static double positive(Scalar value) {
    BigDecimal decimal = value.decimal();
    if (decimal.signum() == 0 || decimal.compareTo(BigDecimal.valueOf(MOST_FACTOR)) > 0) {
      throw value.wrong("above 0, at most 1000000");
    }
    return decimal.doubleValue();
  }

  private static double atLeastOne(Scalar value) {
    if (value.decimal().compareTo(BigDecimal.ONE) < 0) {
      throw value.wrong("1 or more");
    }
    return positive(value);
  }

  private static double share(Scalar value) {
    return value.percent().doubleValue() / PERCENT;
  }
}

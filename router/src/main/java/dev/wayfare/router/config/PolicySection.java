package dev.wayfare.router.config;

import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.router.decide.Aim;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.region.Callers;
import dev.wayfare.router.region.RegionPattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a section {@code policy}: a function's own, over that of the whole file. A key that the
 * function's leaves out has the file's value, but for what belongs to an aim: another aim starts
 * without.
 */
final class PolicySection {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_WEIGHT = 10_000;
  private static final int PERCENT_DIGITS = 2;
  private static final int MICRO_DIGITS = 6;
  private static final int MILLI_DIGITS = 3;

  private static final Map<String, String> AIMS =
      Map.of("cheapest", "latency", "fastest", "price-cap", "balanced", "usd-per-second");

  private static final String[] KEYS_OF_FILE = {
    "aim",
    "latency",
    "price-cap",
    "usd-per-second",
    "percentile",
    "tolerance",
    "hysteresis",
    "exploration",
    "hedge",
    "regions",
    "callers",
    "carbon"
  };

  /** The same, and what names targets. */
  private static final String[] KEYS_OF_FUNCTION =
      Stream.concat(Arrays.stream(KEYS_OF_FILE), Stream.of("pin", "weights"))
          .toArray(String[]::new);

  private final @Nullable Section own;
  private final @Nullable Section shared;
  private final Callers sharedCallers;
  private final Carbon sharedCarbon;
  private final List<TargetConfig> targets;
  private final Function<String, Path> resolve;

  /**
   * The file's section, with what is read of it once for all functions.
   *
   * @param callers as {@link PolicySettings#callers}
   * @param carbon as {@link PolicySettings#carbon}
   */
  record Shared(Section section, Callers callers, Carbon carbon) {}

  private PolicySection(
      Optional<Section> own,
      Optional<Shared> shared,
      List<TargetConfig> targets,
      Function<String, Path> resolve) {
    this.own = own.orElse(null);
    this.shared = shared.map(Shared::section).orElse(null);
    this.sharedCallers = shared.map(Shared::callers).orElse(Callers.NONE);
    this.sharedCarbon = shared.map(Shared::carbon).orElse(Carbon.NONE);
    this.targets = targets;
    this.resolve = resolve;
  }

  /**
   * The policy of a function.
   *
   * @param own the function's section, where it has one
   * @param shared the file's section, where it has one
   * @param targets the function's targets
   * @param resolve makes a path of the file one of this process
   */
  static PolicySettings read(
      Optional<Section> own,
      Optional<Shared> shared,
      List<TargetConfig> targets,
      Function<String, Path> resolve) {
    own.ifPresent(section -> section.only(KEYS_OF_FUNCTION));
    return new PolicySection(own, shared, targets, resolve).settings();
  }

  /** Refuses what a file's section cannot have, whether or not a function uses it. */
  static Shared shared(Section section, Function<String, Path> resolve) {
    section.only(KEYS_OF_FILE);
    PolicySettings policy = read(Optional.of(section), Optional.empty(), List.of(), resolve);
    return new Shared(section, policy.callers(), policy.carbon());
  }

  private PolicySettings settings() {
    Rules defaults = Rules.DEFAULT;
    Map<String, Integer> weights = weights();
    return new PolicySettings(
        new Rules(
            aim(),
            share("tolerance", defaults.tolerance()),
            share("hysteresis", defaults.hysteresis()),
            share("exploration", defaults.exploration()),
            weights),
        percentile(),
        bars(weights),
        callers(),
        carbon(),
        hedge());
  }

  private Callers callers() {
    return own != null && own.has("callers")
        ? CallerSection.read(own.section("callers").orElseThrow())
        : sharedCallers;
  }

  private Carbon carbon() {
    return own != null && own.has("carbon")
        ? CarbonSection.read(own.section("carbon").orElseThrow(), resolve)
        : sharedCarbon;
  }

  private Optional<Scalar> scalar(String key) {
    Optional<Scalar> value = own == null ? Optional.empty() : own.scalar(key);
    return value.isPresent() || shared == null ? value : shared.scalar(key);
  }

  private Aim aim() {
    Map<String, String> same = new HashMap<>();
    AIMS.keySet().forEach(aim -> same.put(aim, aim));
    String aim = scalar("aim").map(value -> value.choice(same)).orElse("cheapest");
    refuseOtherAims(aim);
    boolean isOwn = own != null && own.has("aim");
    return switch (aim) {
      case "cheapest" -> new Aim.Cheapest(bound("latency", isOwn, PolicySection::nanos));
      case "fastest" -> new Aim.Fastest(bound("price-cap", isOwn, PolicySection::capPico));
      default -> balanced(isOwn);
    };
  }

  /** The aim's own bound: of the section that names the aim, or of a narrower one. */
  private Optional<Scalar> ofAim(String key, boolean isOwnAim) {
    return isOwnAim && own != null ? own.scalar(key) : scalar(key);
  }

  private long bound(String key, boolean isOwnAim, ToLongFunction<Scalar> read) {
    return ofAim(key, isOwnAim).map(read::applyAsLong).orElse(Long.MAX_VALUE);
  }

  private Aim balanced(boolean isOwnAim) {
    Section named = isOwnAim || shared == null ? own : shared;
    Scalar worth =
        ofAim("usd-per-second", isOwnAim)
            .orElseThrow(() -> Objects.requireNonNull(named).missing("usd-per-second"));
    return new Aim.Balanced(pico(worth.decimal().movePointLeft(MILLI_DIGITS)));
  }

  /** What another aim is bounded by would do nothing here, and somebody would wonder why. */
  private void refuseOtherAims(String aim) {
    AIMS.forEach(
        (other, key) -> {
          if (!other.equals(aim) && own != null && own.has(key)) {
            throw own.faultAt(
                key,
                "\"%s\" is for \"aim: %s\", and this policy's aim is %s"
                    .formatted(key, other, aim));
          }
        });
  }

  private static long nanos(Scalar value) {
    return value.duration(LONGEST).toNanos();
  }

  /** From dollars for a million calls. */
  private static long capPico(Scalar value) {
    return pico(value.decimal().movePointLeft(MICRO_DIGITS));
  }

  private static long pico(BigDecimal usd) {
    return PicoUsd.of(usd, RoundingMode.HALF_UP);
  }

  private double share(String key, double otherwise) {
    return scalar(key).map(PolicySection::share).orElse(otherwise);
  }

  private static double share(Scalar value) {
    return value.percent().movePointLeft(PERCENT_DIGITS).doubleValue();
  }

  private double percentile() {
    return scalar("percentile")
        .map(PolicySection::percentile)
        .orElse(PolicySettings.DEFAULT.percentile());
  }

  private static double percentile(Scalar value) {
    BigDecimal percentile = value.decimal();
    if (percentile.signum() == 0 || percentile.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw value.wrong("more than 0 and at most 100, such as 95 or 99.9");
    }
    return percentile.movePointLeft(PERCENT_DIGITS).doubleValue();
  }

  private double hedge() {
    return scalar("hedge").map(PolicySection::hedge).orElse(PolicySettings.DEFAULT.hedge());
  }

  private static double hedge(Scalar value) {
    BigDecimal percentile = value.decimal();
    if (percentile.signum() == 0 || percentile.compareTo(BigDecimal.valueOf(100)) >= 0) {
      throw value.wrong("more than 0 and less than 100, such as 95 or 99.9");
    }
    return percentile.movePointLeft(PERCENT_DIGITS).doubleValue();
  }

  private Map<String, Integer> weights() {
    if (own == null || !own.has("weights")) {
      return Map.of();
    }
    if (own.has("pin")) {
      throw own.faultAt("pin", "give \"pin\" or \"weights\", not both");
    }
    Section section = own.section("weights").orElseThrow();
    section.only(ids());
    Map<String, Integer> weights = new HashMap<>();
    for (String id : section.keys()) {
      weights.put(id, section.required(id).integer(1, MOST_WEIGHT));
    }
    if (weights.isEmpty()) {
      throw own.faultAt("weights", "\"weights\" must have at least one target");
    }
    return weights;
  }

  private String[] ids() {
    return targets.stream().map(TargetConfig::id).toArray(String[]::new);
  }

  private Map<String, String> bars(Map<String, Integer> weights) {
    Map<String, String> bars = new HashMap<>();
    Optional<Section> regions =
        own != null && own.has("regions")
            ? own.section("regions")
            : Optional.ofNullable(shared).flatMap(it -> it.section("regions"));
    regions.ifPresent(section -> barRegions(section, bars));
    if (own != null && own.has("pin")) {
      pin(own.required("pin"), bars);
    }
    weights.keySet().stream()
        .filter(bars::containsKey)
        .findFirst()
        .ifPresent(
            id -> {
              throw Optional.ofNullable(own)
                  .orElseThrow()
                  .faultAt("weights", "\"%s\" has a weight, but %s".formatted(id, bars.get(id)));
            });
    if (!targets.isEmpty() && bars.size() == targets.size() && regions.isPresent()) {
      throw regions.get().fault("these regions leave the function without any target");
    }
    return bars;
  }

  private void barRegions(Section section, Map<String, String> bars) {
    section.only("allow", "deny");
    List<RegionPattern> allow = section.regionPatterns("allow");
    List<RegionPattern> deny = section.regionPatterns("deny");
    for (TargetConfig target : targets) {
      String region = target.sku().region();
      if (section.has("allow") && allow.stream().noneMatch(it -> it.covers(region))) {
        bars.put(target.id(), "region " + region + " is not among those allowed");
      } else if (deny.stream().anyMatch(it -> it.covers(region))) {
        bars.put(target.id(), "region " + region + " is denied");
      }
    }
  }

  private void pin(Scalar value, Map<String, String> bars) {
    Map<String, String> ids = new HashMap<>();
    targets.forEach(target -> ids.put(target.id(), target.id()));
    value.text(); // As an id is: one that looks like a number needs its quotes here too.
    String pinned = value.choice(ids);
    if (bars.containsKey(pinned)) {
      throw value.fault("\"%s\" is pinned, but %s".formatted(pinned, bars.get(pinned)));
    }
    targets.stream()
        .map(TargetConfig::id)
        .filter(id -> !id.equals(pinned))
        .forEach(id -> bars.put(id, "the function is pinned to " + pinned));
  }
}

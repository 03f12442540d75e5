package dev.wayfare.router.config;

import dev.wayfare.pricing.Provider;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the section {@code prices}. */
final class PriceSection {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Map<String, PriceSettings.Stale> STALE =
      Map.of("warn", PriceSettings.Stale.WARN, "unpriced", PriceSettings.Stale.UNPRICED);

  private PriceSection() {}

  /**
   * @param resolve makes a path of the file one of this process
   */
  static PriceSettings read(Section section, Function<String, Path> resolve) {
    section.only("refresh", "file", "stale-after", "stale", "max-change", "sources");
    PriceSettings defaults = PriceSettings.DEFAULT;
    return new PriceSettings(
        section.scalar("refresh").map(PriceSection::interval).orElse(null),
        section.scalar("file").map(Scalar::text).map(resolve).orElse(null),
        section
            .scalar("stale-after")
            .map(value -> value.duration(LONGEST))
            .orElse(defaults.staleAfter()),
        section.scalar("stale").map(value -> value.choice(STALE)).orElse(defaults.stalePolicy()),
        section.scalar("max-change").map(PriceSection::factor).orElse(defaults.mostChange()),
        section.section("sources").map(PriceSection::lists).orElse(defaults.lists()));
  }

  private static Duration interval(Scalar value) {
    Duration interval = value.duration(LONGEST);
    if (interval.compareTo(SHORTEST) < 0) {
      throw value.wrong("a time of at least 1m");
    }
    return interval;
  }

  private static BigDecimal factor(Scalar value) {
    BigDecimal factor = value.decimal();
    if (factor.compareTo(BigDecimal.ONE) < 0) {
      throw value.wrong("a factor of at least 1, such as \"2\"");
    }
    return factor;
  }

  private static Map<Provider, PriceSettings.PriceList> lists(Section section) {
    section.only(Provider.AWS.id(), Provider.AZURE.id(), Provider.GCP.id());
    if (section.keys().isEmpty()) {
      throw section.missing("aws");
    }
    Map<Provider, PriceSettings.PriceList> lists = new EnumMap<>(Provider.class);
    for (String key : section.keys()) {
      Section list = section.section(key).orElseThrow();
      boolean isGoogle = key.equals(Provider.GCP.id());
      list.only(isGoogle ? new String[] {"url", "key-variable"} : new String[] {"url"});
      Optional<String> variable = list.scalar("key-variable").map(Scalar::variable);
      lists.put(
          Provider.of(key).orElseThrow(),
          new PriceSettings.PriceList(
              list.scalar("url").map(PriceSection::url).orElse(null), variable.orElse(null)));
    }
    return lists;
  }

  private static URI url(Scalar value) {
    URI url = value.endpoint();
    if (!url.getRawPath().endsWith("/")) {
      throw value.wrong("an address that ends in a slash");
    }
    return url;
  }
}

package dev.wayfare.router.observe;

import dev.wayfare.pricing.source.Outcome;
import dev.wayfare.pricing.source.RefreshReport;
import dev.wayfare.router.prices.PriceFeed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * How current the prices are, for Prometheus. Alarm where {@code wayfare_prices_lists} with the
 * outcome {@code rejected} is above 0: a provider changed something that a person should look at.
 */
final class PriceMetrics {
  private static final double MILLIS_PER_SECOND = 1000;

  private PriceMetrics() {}

  static void register(PriceFeed feed, MeterRegistry registry) {
    Gauge.builder("wayfare.prices.age.seconds", feed, PriceMetrics::ageSeconds)
        .description("Time since the oldest price of a target was read; NaN without any")
        .strongReference(true)
        .register(registry);
    for (String outcome : List.of("accepted", "rejected", "failed")) {
      Gauge.builder("wayfare.prices.lists", feed, it -> count(it, is(outcome)))
          .description("Price lists by what became of them at the last refresh")
          .tag("outcome", outcome)
          .strongReference(true)
          .register(registry);
    }
  }

  private static double ageSeconds(PriceFeed feed) {
    return feed.age().map(Duration::toMillis).map(it -> it / MILLIS_PER_SECOND).orElse(Double.NaN);
  }

  private static double count(PriceFeed feed, Predicate<Outcome> outcome) {
    return feed.lists().stream().map(RefreshReport.ListReport::outcome).filter(outcome).count();
  }

  private static Predicate<Outcome> is(String outcome) {
    return it ->
        outcome.equals(
            switch (it) {
              case Outcome.Accepted _ -> "accepted";
              case Outcome.Rejected _ -> "rejected";
              case Outcome.Failed _ -> "failed";
            });
  }
}

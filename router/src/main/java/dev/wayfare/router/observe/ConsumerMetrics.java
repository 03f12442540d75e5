package dev.wayfare.router.observe;

import dev.wayfare.router.ledger.Consumption;
import dev.wayfare.router.ledger.ConsumptionView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What consumers have used, for Prometheus: four series for each. Used by one thread at a time. */
final class ConsumerMetrics {
  private final ConsumptionView view;
  private final MeterRegistry registry;
  private final Map<String, List<Meter>> shown = new HashMap<>();

  ConsumerMetrics(ConsumptionView view, MeterRegistry registry) {
    this.view = view;
    this.registry = registry;
  }

  /** Shows {@code consumers} in the place of those before. */
  void show(Set<String> consumers) {
    for (String gone : Set.copyOf(shown.keySet())) {
      if (!consumers.contains(gone)) {
        Objects.requireNonNull(shown.remove(gone)).forEach(registry::remove);
      }
    }
    consumers.forEach(each -> shown.computeIfAbsent(each, this::meters));
  }

  private List<Meter> meters(String consumer) {
    Function<ConsumptionView, Consumption> today = it -> it.usedToday(consumer);
    Function<ConsumptionView, Consumption> month = it -> it.usedThisMonth(consumer);
    return List.of(
        requests(consumer, "day", today),
        requests(consumer, "month", month),
        spend(consumer, "day", today),
        spend(consumer, "month", month));
  }

  private Meter requests(
      String consumer, String period, Function<ConsumptionView, Consumption> used) {
    return gauge(
        "wayfare.consumer.requests",
        "Requests of a consumer that were let in, by day and month in UTC",
        consumer,
        period,
        it -> used.apply(it).requests());
  }

  private Meter spend(String consumer, String period, Function<ConsumptionView, Consumption> used) {
    return gauge(
        "wayfare.consumer.spend.usd",
        "Estimated cost of a consumer's calls, by day and month in UTC, in US dollars",
        consumer,
        period,
        it -> used.apply(it).spend().usd().doubleValue());
  }

  private Meter gauge(
      String name,
      String description,
      String consumer,
      String period,
      ToDoubleFunction<ConsumptionView> value) {
    return Gauge.builder(name, view, value)
        .description(description)
        .tags("consumer", consumer, "period", period)
        .strongReference(true)
        .register(registry);
  }
}

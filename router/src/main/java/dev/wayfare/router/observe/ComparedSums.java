package dev.wayfare.router.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The sums of every {@link Comparison}: they outlive a change of the configuration. */
final class ComparedSums {
  private static final double USD_PER_PICO_USD = 1e-12;

  private final MeterRegistry registry;
  private final Map<Sum, LongAdder> sums = new ConcurrentHashMap<>();

  private record Sum(String name, String function, String target) {}

  ComparedSums(MeterRegistry registry) {
    this.registry = registry;
  }

  LongAdder alone(String function, String target) {
    return sum(
        new Sum("wayfare.alone.usd", function, target),
        "Estimated cost in US dollars had all requests gone to this target, by their quotes");
  }

  LongAdder routed(String function, String target) {
    return sum(
        new Sum("wayfare.routed.usd", function, target),
        "Estimated cost in US dollars of the same requests where they went, by their quotes");
  }

  private LongAdder sum(Sum key, String description) {
    return sums.computeIfAbsent(
        key,
        it -> {
          LongAdder picoUsd = new LongAdder();
          FunctionCounter.builder(it.name(), picoUsd, sum -> (double) sum.sum() * USD_PER_PICO_USD)
              .description(description)
              .tags(Tags.of("function", it.function(), "target", it.target()))
              .register(registry);
          return picoUsd;
        });
  }
}

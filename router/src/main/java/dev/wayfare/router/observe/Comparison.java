package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Target;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the requests of one function would have cost had they all gone to one target, for each of
 * them, beside what they were quoted at where they went.
 *
 * <p>Both are by the quotes of the requests' decisions: estimates that rest on the same moment and
 * on the same idea of a call. A request counts for a target only where both quotes are known, so
 * the two sums for one target are always over the same requests. Sums are in whole pico-dollars,
 * and wrap after 9.2 million US dollars.
 */
final class Comparison {
  private static final double USD_PER_PICO_USD = 1e-12;

  private final Route route;
  private final Sums[] sums;

  /** Of one target, whatever became of the function's others. */
  record Sums(LongAdder alone, LongAdder routed) {
    private static Sums of(Tags tags, MeterRegistry registry) {
      Sums sums = new Sums(new LongAdder(), new LongAdder());
      counter(
          "wayfare.alone.usd",
          "Estimated cost in US dollars had all requests gone to this target, by their quotes",
          sums.alone,
          tags,
          registry);
      counter(
          "wayfare.routed.usd",
          "Estimated cost in US dollars of the same requests where they went, by their quotes",
          sums.routed,
          tags,
          registry);
      return sums;
    }
  }

  /**
   * @param known the function's sums by target, to which this adds what is missing
   */
  Comparison(Route route, Map<String, Sums> known, MeterRegistry registry) {
    this.route = route;
    this.sums =
        route.targets().stream()
            .map(Target::id)
            .map(
                id ->
                    known.computeIfAbsent(
                        id,
                        it ->
                            Sums.of(Tags.of("function", route.function(), "target", it), registry)))
            .toArray(Sums[]::new);
  }

  /** Whether it is for decisions of {@code other}. */
  boolean isOf(Route other) {
    return route == other;
  }

  private static void counter(
      String name, String description, LongAdder picoUsd, Tags tags, MeterRegistry registry) {
    FunctionCounter.builder(name, picoUsd, it -> (double) it.sum() * USD_PER_PICO_USD)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  void count(Decision.Routed decision) {
    if (!(decision.chosen().fare() instanceof Fare.Known(var taken))) {
      return;
    }
    List<Candidate> candidates = decision.snapshot().candidates();
    for (int i = 0; i < sums.length; i++) {
      if (candidates.get(i).fare() instanceof Fare.Known(var picoUsd)) {
        sums[i].alone.add(picoUsd);
        sums[i].routed.add(taken);
      }
    }
  }
}

package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.Route;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
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

  private final LongAdder[] alone;
  private final LongAdder[] routed;

  private Comparison(int targets) {
    alone = new LongAdder[targets];
    routed = new LongAdder[targets];
    for (int i = 0; i < targets; i++) {
      alone[i] = new LongAdder();
      routed[i] = new LongAdder();
    }
  }

  static Comparison of(Route route, MeterRegistry registry) {
    Comparison made = new Comparison(route.targets().size());
    for (int i = 0; i < made.alone.length; i++) {
      Tags tags = Tags.of("function", route.function(), "target", route.targets().get(i).id());
      counter(
          "wayfare.alone.usd",
          "Estimated cost in US dollars had all requests gone to this target, by their quotes",
          made.alone[i],
          tags,
          registry);
      counter(
          "wayfare.routed.usd",
          "Estimated cost in US dollars of the same requests where they went, by their quotes",
          made.routed[i],
          tags,
          registry);
    }
    return made;
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
    for (int i = 0; i < alone.length; i++) {
      if (candidates.get(i).fare() instanceof Fare.Known(var picoUsd)) {
        alone[i].add(picoUsd);
        routed[i].add(taken);
      }
    }
  }
}

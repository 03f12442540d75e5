package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.dispatch.Route;
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
  private final LongAdder[] alone;
  private final LongAdder[] routed;

  private Comparison(int targets) {
    alone = new LongAdder[targets];
    routed = new LongAdder[targets];
  }

  static Comparison of(Route route, ComparedSums sums) {
    Comparison made = new Comparison(route.targets().size());
    for (int i = 0; i < made.alone.length; i++) {
      String target = route.targets().get(i).id();
      made.alone[i] = sums.alone(route.function(), target);
      made.routed[i] = sums.routed(route.function(), target);
    }
    return made;
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

package dev.wayfare.router.proxy;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.health.Permit;
import java.util.List;
import java.util.Optional;

/** The candidates of one request in their order, and how far the request has come. */
final class Itinerary {
  private final Route route;
  private final List<Candidate> order;
  private int index = -1;
  private boolean repeated;

  /** A target that the request may be sent to now. */
  record Stop(Target target, Permit permit) {}

  /** An itinerary over a decision's {@code order}, which is not empty. */
  Itinerary(Route route, List<Candidate> order) {
    this.route = route;
    this.order = order;
  }

  /** The candidate that has the request. */
  Candidate current() {
    return order.get(index);
  }

  /**
   * Where to begin. Where every breaker is busy with trials, the request goes to the best candidate
   * uncounted: that is better than a refusal.
   */
  Stop first() {
    return next()
        .orElseGet(
            () -> {
              index = 0;
              return new Stop(target(current()), Permit.UNCOUNTED);
            });
  }

  /** The next candidate whose breaker lets the request through. */
  Optional<Stop> next() {
    for (int i = index + 1; i < order.size(); i++) {
      Target target = target(order.get(i));
      Optional<Permit> permit = target.health().tryAcquire();
      if (permit.isPresent()) {
        index = i;
        return Optional.of(new Stop(target, permit.get()));
      }
    }
    return Optional.empty();
  }

  /** True the first time: one request goes to the same candidate at most once more. */
  boolean repeatOnce() {
    boolean first = !repeated;
    repeated = true;
    return first;
  }

  /** The same candidate once more, if its breaker lets the request through. */
  Optional<Stop> again() {
    Target target = target(current());
    return target.health().tryAcquire().map(permit -> new Stop(target, permit));
  }

  private Target target(Candidate candidate) {
    for (Target target : route.targets()) {
      if (target.id().equals(candidate.target())) {
        return target;
      }
    }
    throw new IllegalStateException("no target " + candidate.target());
  }
}

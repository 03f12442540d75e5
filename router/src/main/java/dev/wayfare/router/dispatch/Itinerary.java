package dev.wayfare.router.dispatch;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.health.Permit;
import java.util.Optional;

/** The candidates of one request in their order, and how far the request has come. */
public final class Itinerary {
  private final Decision.Routed decision;
  private final DecisionRecord record;
  private int place = -1;
  private boolean repeated;
  private boolean isOverBudget;

  /** A target that the request may be sent to now. */
  public record Stop(Target target, Permit permit) {}

  /** An itinerary that follows {@code decision}, which {@code record} is of. */
  public Itinerary(DecisionRecord record, Decision.Routed decision) {
    this.decision = decision;
    this.record = record;
  }

  /** Where it is written down how the tries go. */
  public DecisionRecord record() {
    return record;
  }

  /** The candidate that has the request. */
  public Candidate current() {
    return decision.snapshot().candidates().get(decision.at(place));
  }

  /**
   * Where to begin. Where every breaker is busy with trials, the request goes to the best candidate
   * uncounted: that is better than a refusal.
   */
  public Stop first() {
    record.route().retries().began();
    return next()
        .orElseGet(
            () -> {
              place = 0;
              return new Stop(target(place), Permit.UNCOUNTED);
            });
  }

  /**
   * The next candidate whose breaker lets the request through: for a request of which no target got
   * anything.
   */
  public Optional<Stop> next() {
    for (int i = place + 1; i < decision.size(); i++) {
      Target target = target(i);
      Optional<Permit> permit = target.health().tryAcquire();
      if (permit.isPresent()) {
        place = i;
        return Optional.of(new Stop(target, permit.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * The same for a request that a target got: within the function's budget for that, unless the
   * next one did not fail lately.
   */
  public Optional<Stop> retry() {
    return next().filter(this::isWithinBudget);
  }

  /**
   * True the first time, unless there is no budget: one request goes to the same candidate at most
   * once more.
   */
  public boolean repeatOnce() {
    boolean first = !repeated && !isOverBudget;
    repeated = true;
    return first;
  }

  /** The same candidate once more, if its breaker and the budget let the request through. */
  public Optional<Stop> again() {
    Target target = target(place);
    return target
        .health()
        .tryAcquire()
        .map(permit -> new Stop(target, permit))
        .filter(this::isWithinBudget);
  }

  private boolean isWithinBudget(Stop stop) {
    if (!stop.target().health().hasFailedLately() || record.route().retries().take()) {
      return true;
    }
    isOverBudget = true;
    stop.target().health().abandoned(stop.permit());
    return false;
  }

  private Target target(int at) {
    return record.route().targets().get(decision.at(at));
  }
}

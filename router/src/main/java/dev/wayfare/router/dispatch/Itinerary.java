package dev.wayfare.router.dispatch;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import dev.wayfare.router.health.Permit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one request in their order, and how far the request has come.
 *
 * <p>No further try begins where what is left of the request's time is less than an answer of that
 * target takes on average: it would cost money and most likely come too late.
 *
 * <p>Where a target has a canary, a share of the requests stops there first and, as after any stop
 * that failed, at the version that serves next. A request draws once, however often it is tried.
 */
public final class Itinerary {
  private final Decision.Routed decision;
  private final DecisionRecord record;
  private final LongSupplier nanoTicker;
  private final long deadlineNanos;
  private final RandomGenerator random;
  private List<Target> unreached = List.of();
  private int secondChances;
  private int place = -1;

  /** The last place whose canary, if there is one, had its turn. */
  private int canaryPlace = -1;

  private double draw = -1;
  private @Nullable Target last;
  private boolean repeated;
  private boolean isOverBudget;
  private boolean isHedged;

  /** A target that the request may be sent to now. */
  public record Stop(Target target, Permit permit) {}

  /**
   * An itinerary that follows {@code decision}, which {@code record} is of.
   *
   * @param deadlineNanos by {@code nanoTicker}: when the request must have been answered
   * @param random asked where a target has a canary
   */
  public Itinerary(
      DecisionRecord record,
      Decision.Routed decision,
      LongSupplier nanoTicker,
      long deadlineNanos,
      RandomGenerator random) {
    this.decision = decision;
    this.record = record;
    this.nanoTicker = nanoTicker;
    this.deadlineNanos = deadlineNanos;
    this.random = random;
  }

  /** Where it is written down how the tries go. */
  public DecisionRecord record() {
    return record;
  }

  /** What is left of the request's time; negative once it is over. */
  public long leftNanos() {
    return deadlineNanos - nanoTicker.getAsLong();
  }

  /** The candidate that {@code target} was when the request came. */
  public Candidate candidate(Target target) {
    List<Target> targets = record.route().targets();
    int at = 0;
    while (!targets.get(at).id().equals(target.candidateId())) {
      at++;
    }
    return decision.snapshot().candidates().get(at);
  }

  /**
   * Where to begin; empty where every candidate has as many requests as it may have at once. Where
   * every breaker is busy with trials, the request goes to the best candidate uncounted: that is
   * better than a refusal.
   */
  public Optional<Stop> first() {
    record.route().retries().began();
    return next().or(this::uncounted);
  }

  private Optional<Stop> uncounted() {
    for (int i = 0; i < decision.size(); i++) {
      if (target(i).hasRoom()) {
        place = i;
        last = target(i);
        return Optional.of(new Stop(target(i), Permit.UNCOUNTED));
      }
    }
    return Optional.empty();
  }

  /**
   * The next candidate whose breaker lets the request through: for a request of which no target got
   * anything. After the last one those follow once more that were {@link #unreached}.
   */
  public Optional<Stop> next() {
    for (int i = place + 1; i < decision.size(); i++) {
      Optional<Stop> early = stopAtCanary(i);
      if (early.isPresent()) {
        place = i - 1;
        return early;
      }
      Optional<Stop> stop = stopAt(target(i));
      if (stop.isPresent()) {
        place = i;
        return stop;
      }
    }
    while (secondChances < unreached.size()) {
      secondChances++;
      Optional<Stop> stop = stopAt(unreached.get(secondChances - 1));
      if (stop.isPresent()) {
        return stop;
      }
    }
    return Optional.empty();
  }

  private Optional<Stop> stopAtCanary(int at) {
    CanaryWatch watch = target(at).watch();
    if (watch == null || at <= canaryPlace) {
      return Optional.empty();
    }
    canaryPlace = at;
    draw = draw < 0 ? random.nextDouble() : draw;
    return watch.takes(draw) ? stopAt(watch.canary()) : Optional.empty();
  }

  private Optional<Stop> stopAt(Target target) {
    Optional<Permit> permit =
        isInTime(target) && hasRoom(target) ? target.health().tryAcquire() : Optional.empty();
    return permit.map(
        it -> {
          last = target;
          return new Stop(target, it);
        });
  }

  /**
   * Nothing of the request could be sent to {@code target}: a connection may be lost by chance, and
   * so it gets another one, once, where no other candidate helps; not so a canary, behind which
   * there is the version that serves.
   */
  public void unreached(Target target) {
    if (secondChances == 0 && !target.isCanary() && !unreached.contains(target)) {
      unreached = Stream.concat(unreached.stream(), Stream.of(target)).toList();
    }
  }

  /**
   * The same for a request that a target got: one that did not fail lately, or any within the
   * function's budget for that.
   */
  public Optional<Stop> retry() {
    Optional<Stop> stop = next();
    while (stop.isPresent() && !isWithinBudget(stop.get())) {
      stop = next();
    }
    return stop;
  }

  /**
   * After how long without an answer from {@code target} the next candidate is to get the request
   * too; empty where none is: where the policy does not ask for that, the request must not be sent
   * twice, or too little is known of the target.
   */
  public OptionalLong hedgeAfterNanos(Target target) {
    double percentile = record.posting().policy().hedge();
    return percentile > 0 && decision.repeatable() && !isHedged
        ? target.estimates().latencyNanos(percentile, nanoTicker.getAsLong())
        : OptionalLong.empty();
  }

  /**
   * The next candidate, to get the request besides the one that has it: once, and within the
   * function's retry budget whether or not that one failed lately.
   */
  public Optional<Stop> hedge() {
    if (isHedged) {
      return Optional.empty();
    }
    isHedged = true;
    int placeBefore = place;
    Target lastBefore = last;
    Optional<Stop> stop = next().filter(this::isPaid);
    if (stop.isEmpty()) {
      place = placeBefore;
      last = lastBefore;
    }
    return stop;
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
    return Optional.ofNullable(last)
        .filter(this::isInTime)
        .flatMap(target -> target.health().tryAcquire().map(it -> new Stop(target, it)))
        .filter(this::isWithinBudget);
  }

  private boolean hasRoom(Target target) {
    if (target.hasRoom()) {
      return true;
    }
    target.passedOver();
    record.tried(target.id(), TryOutcome.FULL, Duration.ZERO);
    return false;
  }

  private boolean isInTime(Target target) {
    return last == null || leftNanos() >= target.estimates().answerLatency().toNanos();
  }

  private boolean isWithinBudget(Stop stop) {
    return !stop.target().health().hasFailedLately() || isPaid(stop);
  }

  private boolean isPaid(Stop stop) {
    if (record.route().retries().take()) {
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

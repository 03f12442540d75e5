package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.health.Outlook;
import dev.wayfare.router.ledger.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a function's targets, as one {@link Posting} that requests share for {@value
 * #FRESH_MILLIS} ms, or until a target's standing changes.
 *
 * <p>It is made by the request that finds it too old, so a function that nobody calls costs
 * nothing. Two event loops may make one at the same time; either will do.
 */
final class Board {
  private static final long FRESH_MILLIS = 100;
  private static final long FRESH_NANOS = Duration.ofMillis(FRESH_MILLIS).toNanos();

  private final List<Target> targets;
  private volatile FunctionConfig function;
  private final Budgets budgets;
  private volatile @Nullable Posting posting;

  /**
   * @param targets of {@code function}, in the order of the file
   */
  Board(List<Target> targets, FunctionConfig function, Budgets budgets) {
    this.targets = targets;
    this.budgets = budgets;
    this.function = function;
  }

  /** Goes by the policy and the budgets of {@code next}, which has the same targets. */
  void use(FunctionConfig next) {
    function = next;
    posting = null;
  }

  Posting posting(long nowNanos) {
    Posting last = posting;
    if (last != null && nowNanos - last.atNanos() < FRESH_NANOS && isStandingAs(last.snapshot())) {
      return last;
    }
    Optional<String> incumbent = last == null ? Optional.empty() : last.snapshot().leader();
    Posting next = post(nowNanos, incumbent);
    posting = next;
    return next;
  }

  private Posting post(long nowNanos, Optional<String> incumbent) {
    List<Outlook> outlooks = new ArrayList<>(targets.size());
    List<Terms> terms = new ArrayList<>(targets.size());
    List<Candidate> candidates = new ArrayList<>(targets.size());
    FunctionConfig now = function;
    Optional<String> totalSpent = budgets.totalSpent();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      Outlook outlook = target.estimates().outlook(nowNanos, now.policy().percentile());
      Terms price = target.tariff().terms();
      outlooks.add(outlook);
      terms.add(price);
      Budget budget = now.targets().get(i).budget();
      Fare fare = price.fare(outlook::picoUsd);
      Optional<String> bar =
          now.policy()
              .bar(target.id())
              .or(() -> budgets.bar(totalSpent, target.id(), budget, fare));
      candidates.add(candidate(target, outlook, fare, price.fare(outlook::warmPicoUsd), bar));
    }
    Rules rules = now.policy().rules().withExplorationLeft(budgets.exploration().leftPicoUsd());
    Snapshot snapshot = new Snapshot(rules, candidates, incumbent);
    return new Posting(snapshot, outlooks, terms, now.policy().percentile(), nowNanos);
  }

  private static Candidate candidate(
      Target target, Outlook outlook, Fare fare, Fare warmFare, Optional<String> bar) {
    return new Candidate(
        target.id(),
        fare,
        warmFare,
        outlook.latencyNanos(),
        outlook.peakNanos(),
        outlook.isMeasured(),
        target.health().standing(),
        bar.orElse(null));
  }

  private boolean isStandingAs(Snapshot snapshot) {
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).health().standing() != snapshot.candidates().get(i).standing()) {
        return false;
      }
    }
    return true;
  }
}

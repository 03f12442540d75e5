package dev.wayfare.router.proxy;

import dev.wayfare.router.config.PolicySettings;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
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
  private final PolicySettings policy;
  private final Budgets budgets;
  private volatile @Nullable Posting posting;

  Board(List<Target> targets, PolicySettings policy, Budgets budgets) {
    this.targets = List.copyOf(targets);
    this.budgets = budgets;
    this.policy = policy;
  }

  double percentile() {
    return policy.percentile();
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
    for (Target target : targets) {
      Outlook outlook = target.estimates().outlook(nowNanos, policy.percentile());
      Terms price = target.tariff().terms();
      outlooks.add(outlook);
      terms.add(price);
      candidates.add(candidate(target, outlook, price));
    }
    Snapshot snapshot = new Snapshot(policy.rules(), candidates, incumbent);
    return new Posting(snapshot, outlooks, terms, nowNanos);
  }

  private Candidate candidate(Target target, Outlook outlook, Terms price) {
    Fare fare = price.fare(outlook::picoUsd);
    return new Candidate(
        target.id(),
        fare,
        outlook.latencyNanos(),
        outlook.peakNanos(),
        outlook.isMeasured(),
        target.health().standing(),
        policy
            .bar(target.id())
            .or(() -> budgets.bar(target.id(), target.config().budget(), fare))
            .orElse(null));
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

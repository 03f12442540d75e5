package dev.wayfare.router.proxy;

import dev.wayfare.router.config.PolicySettings;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a function's targets, as one {@link Snapshot} that requests share for {@value
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
  private volatile @Nullable Posted posted;

  private record Posted(Snapshot snapshot, long atNanos) {}

  Board(List<Target> targets, PolicySettings policy) {
    this.targets = List.copyOf(targets);
    this.policy = policy;
  }

  Snapshot snapshot(long nowNanos) {
    Posted last = posted;
    if (last != null && nowNanos - last.atNanos < FRESH_NANOS && isStandingAs(last.snapshot)) {
      return last.snapshot;
    }
    List<Candidate> candidates = new ArrayList<>(targets.size());
    for (Target target : targets) {
      String bar = policy.bar(target.id()).orElse(null);
      candidates.add(target.candidate(nowNanos, policy.percentile(), bar));
    }
    Optional<String> incumbent = last == null ? Optional.empty() : last.snapshot.leader();
    Snapshot next = new Snapshot(policy.rules(), candidates, incumbent);
    posted = new Posted(next, nowNanos);
    return next;
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

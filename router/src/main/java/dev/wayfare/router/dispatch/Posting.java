package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.PolicySettings;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.health.Outlook;
import dev.wayfare.router.ledger.Terms;
import dev.wayfare.router.region.CallerRegion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function's targets at one moment: what decisions are made from, and what that was made from.
 *
 * @param snapshot what decisions are made from
 * @param outlooks of each target, in the order of the file
 * @param terms of each target, in the order of the file
 * @param policy in force
 * @param callers the region of the callers that it is for; null for those of no known region
 * @param atNanos the moment, by the ticker
 */
public record Posting(
    Snapshot snapshot,
    List<Outlook> outlooks,
    List<Terms> terms,
    PolicySettings policy,
    @Nullable CallerRegion callers,
    long atNanos) {
  public Posting {
    outlooks = List.copyOf(outlooks);
    terms = List.copyOf(terms);
  }

  /** Of the latency in the outlooks, above 0, at most 1. */
  public double percentile() {
    return policy.percentile();
  }

  /** The region of the callers that it is for; empty for those of no known region. */
  public Optional<CallerRegion> callerRegion() {
    return Optional.ofNullable(callers);
  }
}

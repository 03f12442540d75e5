package dev.wayfare.router.dispatch;

import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.health.Outlook;
import dev.wayfare.router.ledger.Terms;
import java.util.List;

/**
 * A function's targets at one moment: what decisions are made from, and what that was made from.
 *
 * @param snapshot what decisions are made from
 * @param outlooks of each target, in the order of the file
 * @param terms of each target, in the order of the file
 * @param percentile of the latency in the outlooks, above 0, at most 1
 * @param atNanos the moment, by the ticker
 */
public record Posting(
    Snapshot snapshot, List<Outlook> outlooks, List<Terms> terms, double percentile, long atNanos) {
  public Posting {
    outlooks = List.copyOf(outlooks);
    terms = List.copyOf(terms);
  }
}

package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Usage;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one replica adds to the database in one transaction. A batch whose fate is not known is sent
 * again as it was, and the database adds it once, since a replica sends its batches one after the
 * other.
 *
 * @param replica who sends it: unique to one run of one router, at most 36 characters
 * @param sequence 1 for its first batch, and one more for each after
 * @param day the sender's day, such as {@code 2026-01-31}
 * @param usage what to add to accounts' usage
 * @param spend what to add to targets' spend
 * @param consumption what to add to consumers'
 */
public record Batch(
    String replica,
    long sequence,
    String day,
    SortedMap<AccountMonth, Usage> usage,
    SortedMap<TargetPeriod, Spend> spend,
    SortedMap<ConsumerPeriod, Consumption> consumption) {
  /** The rows of every batch come in one order, so that two replicas never wait for each other. */
  public Batch {
    usage = Collections.unmodifiableSortedMap(new TreeMap<>(usage));
    spend = Collections.unmodifiableSortedMap(new TreeMap<>(spend));
    consumption = Collections.unmodifiableSortedMap(new TreeMap<>(consumption));
  }

  /** A batch of these rows. */
  static Batch of(
      String replica,
      long sequence,
      String day,
      Map<AccountMonth, Usage> usage,
      Map<TargetPeriod, Spend> spend,
      Map<ConsumerPeriod, Consumption> consumption) {
    return new Batch(
        replica,
        sequence,
        day,
        new TreeMap<>(usage),
        new TreeMap<>(spend),
        new TreeMap<>(consumption));
  }
}

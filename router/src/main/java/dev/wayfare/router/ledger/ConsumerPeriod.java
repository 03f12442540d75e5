package dev.wayfare.router.ledger;

import java.util.Comparator;

/**
 * Where consumption is filed.
 *
 * @param consumer at most 64 characters
 * @param period a day such as {@code 2026-01-31} or a month such as {@code 2026-01}, in UTC
 */
public record ConsumerPeriod(String consumer, String period) implements Comparable<ConsumerPeriod> {
  private static final Comparator<ConsumerPeriod> ORDER =
      Comparator.comparing(ConsumerPeriod::consumer).thenComparing(ConsumerPeriod::period);

  @Override
  public int compareTo(ConsumerPeriod other) {
    return ORDER.compare(this, other);
  }
}

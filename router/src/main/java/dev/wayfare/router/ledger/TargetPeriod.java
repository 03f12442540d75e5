package dev.wayfare.router.ledger;

import java.util.Comparator;

/**
 * Where spend is filed.
 *
 * @param account that pays
 * @param target the target's id
 * @param period a day such as {@code 2026-01-31} or a month such as {@code 2026-01}, in the
 *     provider's billing time zone
 */
public record TargetPeriod(Account account, String target, String period)
    implements Comparable<TargetPeriod> {
  private static final Comparator<TargetPeriod> ORDER =
      Comparator.comparing(TargetPeriod::account)
          .thenComparing(TargetPeriod::target)
          .thenComparing(TargetPeriod::period);

  @Override
  public int compareTo(TargetPeriod other) {
    return ORDER.compare(this, other);
  }
}

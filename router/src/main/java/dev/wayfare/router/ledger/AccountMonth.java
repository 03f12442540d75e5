package dev.wayfare.router.ledger;

import java.util.Comparator;

/**
 * Where usage is filed.
 *
 * @param account whose
 * @param month in the provider's billing time zone, such as {@code 2026-01}
 */
public record AccountMonth(Account account, String month) implements Comparable<AccountMonth> {
  private static final Comparator<AccountMonth> ORDER =
      Comparator.comparing(AccountMonth::account).thenComparing(AccountMonth::month);

  @Override
  public int compareTo(AccountMonth other) {
    return ORDER.compare(this, other);
  }
}

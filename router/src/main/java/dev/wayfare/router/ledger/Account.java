package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import java.util.Comparator;

/**
 * What shares one free allowance and one place on the tiers.
 *
 * @param provider who sends the bill
 * @param plan the plan that has the allowance, see {@link Sku#allowancePlan}
 */
public record Account(Provider provider, String plan) implements Comparable<Account> {
  private static final Comparator<Account> ORDER =
      Comparator.comparing(Account::provider).thenComparing(Account::plan);

  /** The account that a call to {@code sku} is billed to. */
  public static Account of(Sku sku) {
    return new Account(sku.provider(), sku.allowancePlan());
  }

  @Override
  public int compareTo(Account other) {
    return ORDER.compare(this, other);
  }
}

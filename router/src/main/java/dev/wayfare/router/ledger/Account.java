package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import java.time.ZoneId;

/**
 * What shares one free allowance and one place on the tiers.
 *
 * @param provider who sends the bill
 * @param plan the plan that has the allowance, see {@link Sku#allowancePlan}
 */
record Account(Provider provider, String plan) {
  static Account of(Sku sku) {
    return new Account(sku.provider(), sku.allowancePlan());
  }

  /** Where the provider's month begins. */
  ZoneId billingZone() {
    return provider.billingZone();
  }
}

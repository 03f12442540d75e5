package dev.wayfare.router.config;

import dev.wayfare.pricing.AccountTerms;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;

/**
 * What the file says about the account that a provider bills.
 *
 * @param freeTier what other workloads have left of its free allowance
 * @param terms what it pays instead of list prices, and what else other workloads have used
 */
public record AccountConfig(FreeTier freeTier, AccountTerms terms) {
  /** An account of which the file says nothing: all of the allowance, and list prices. */
  public static final AccountConfig DEFAULT =
      new AccountConfig(FreeTier.AVAILABLE, AccountTerms.NONE);

  /** Where each month starts for what {@code card} prices. */
  public Usage opening(RateCard card) {
    return switch (freeTier) {
      case AVAILABLE -> terms.opening();
      case USED -> terms.opening().greater(card.freeAllowance());
    };
  }
}

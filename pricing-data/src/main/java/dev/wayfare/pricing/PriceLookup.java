package dev.wayfare.pricing;

/** What a price book answers about a {@link Sku}. */
public sealed interface PriceLookup {
  /** Every meter that the plan is billed by has a sourced price. */
  record Priced(RateCard card) implements PriceLookup {}

  /**
   * At least one price is not known, so nothing can be quoted.
   *
   * @param reason one sentence that says what is missing and why
   */
  record Unpriced(String reason) implements PriceLookup {}
}

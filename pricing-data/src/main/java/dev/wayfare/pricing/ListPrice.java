package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One price of a {@link PriceBook}, as a person or a comparison reads it.
 *
 * @param key what it is the price of
 * @param tiers from 0 upwards without a gap
 * @param freeBefore the quantity that each month gives before the tiers begin to count
 * @param freeQuantity all that each month gives for nothing: {@code freeBefore}, a first tier at
 *     zero, and what an allowance in money buys
 * @param provenance where it comes from
 */
public record ListPrice(
    PriceKey key,
    List<Tier> tiers,
    BigDecimal freeBefore,
    BigDecimal freeQuantity,
    Provenance provenance) {
  public ListPrice {
    tiers = List.copyOf(tiers);
  }

  static ListPrice of(PriceKey key, Rate rate) {
    return new ListPrice(
        key, rate.tiers(), rate.freeBefore(), rate.freeQuantity(), rate.provenance());
  }

  /**
   * The list price of the next unit in a month that has used {@code quantity}, in US dollars; empty
   * where that is past the last sourced tier. An allowance that is given as money does not change
   * it.
   */
  public Optional<BigDecimal> usdAt(BigDecimal quantity) {
    if (quantity.compareTo(freeBefore) < 0) {
      return Optional.of(BigDecimal.ZERO);
    }
    BigDecimal counted = quantity.subtract(freeBefore);
    return tiers.stream()
        .filter(tier -> tier.from().compareTo(counted) <= 0)
        .filter(tier -> tier.to().map(end -> end.compareTo(counted) > 0).orElse(true))
        .findFirst()
        .map(Tier::priceUsd);
  }
}

package dev.wayfare.router.simulate;

import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.Reading;
import dev.wayfare.pricing.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Makes a price book of another in which a provider's prices are other ones. */
final class ChangedPrices {
  private ChangedPrices() {}

  static PriceBook of(PriceBook book, Workload.PriceChange change, Instant at) {
    BigDecimal factor = BigDecimal.valueOf(change.factor());
    List<Reading> readings =
        book.prices().stream()
            .filter(price -> price.key().provider() == change.provider())
            .map(price -> reading(price, factor))
            .toList();
    return book.revised(readings, Set.of(), at);
  }

  private static Reading reading(ListPrice price, BigDecimal factor) {
    List<Tier> tiers =
        price.tiers().stream()
            .map(
                tier ->
                    new Tier(tier.from(), tier.to().orElse(null), tier.priceUsd().multiply(factor)))
            .toList();
    return new Reading(price.key(), tiers, price.provenance());
  }
}

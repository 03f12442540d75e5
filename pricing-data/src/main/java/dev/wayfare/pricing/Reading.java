package dev.wayfare.pricing;

import java.util.List;

/**
 * A price that was read from a provider's list just now, to put into a book.
 *
 * @param key what it is the price of
 * @param tiers from 0 upwards without a gap; a first tier at zero is the month's free allowance and
 *     takes the place of one that the book has beside its tiers
 * @param provenance when and where it was read
 */
public record Reading(PriceKey key, List<Tier> tiers, Provenance provenance) {
  public Reading {
    tiers = List.copyOf(tiers);
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException(key + " was read without a price");
    }
  }
}

package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one account pays instead of the list price. It wins over the price book.
 *
 * @param creditUsd so many US dollars of each month's bill are paid by a credit, 0 or more; it is
 *     taken off last, see {@link Quote#afterCredit}
 * @param discounts what is taken off list prices; no meter is in two of them
 * @param prices prices of the account's own; the first that fits is used, and no discount is taken
 *     off it
 * @param opening what other workloads have used each month before this one's first call
 */
public record AccountTerms(
    BigDecimal creditUsd, List<Discount> discounts, List<CustomPrice> prices, Usage opening) {
  /** List prices, and nothing used. */
  public static final AccountTerms NONE =
      new AccountTerms(BigDecimal.ZERO, List.of(), List.of(), Usage.NONE);

  public AccountTerms {
    discounts = List.copyOf(discounts);
    prices = List.copyOf(prices);
    if (creditUsd.signum() < 0) {
      throw new IllegalArgumentException("a credit is 0 or more, not " + creditUsd);
    }
    Set<Meter> seen = EnumSet.noneOf(Meter.class);
    for (Discount discount : discounts) {
      for (Meter meter : discount.meters) {
        if (!seen.add(meter)) {
          throw new IllegalArgumentException(meter + " has more than one discount");
        }
      }
    }
  }

  /**
   * A committed-use or savings discount: a share of what its meters cost.
   *
   * @param meters at least one
   * @param share above 0, at most 1: 0.17 is 17% off
   */
  public record Discount(Set<Meter> meters, BigDecimal share) {
    public Discount {
      meters = Set.copyOf(meters);
      if (meters.isEmpty()) {
        throw new IllegalArgumentException("a discount needs at least one meter");
      }
      if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(
            "a discount's share is above 0 and at most 1, not " + share);
      }
    }
  }

  /**
   * A price of the account's own, for each unit from the month's first: it has neither tiers nor a
   * free allowance.
   *
   * @param meter what it is for
   * @param usdPerUnit US dollars for one unit of the meter; 0 is a price, and kept
   * @param plan only for this plan, or null for every one
   * @param region only in this region, or null for every one
   * @param architecture only for this architecture, or null for every one
   */
  public record CustomPrice(
      Meter meter,
      BigDecimal usdPerUnit,
      @Nullable String plan,
      @Nullable String region,
      @Nullable String architecture) {
    public CustomPrice {
      if (usdPerUnit.signum() < 0) {
        throw new IllegalArgumentException("a price is 0 or more, not " + usdPerUnit);
      }
    }

    boolean fits(Sku sku, Meter of) {
      return meter == of
          && (plan == null || plan.equals(sku.plan()))
          && (region == null || region.equals(sku.region()))
          && (architecture == null || architecture.equals(sku.architecture()));
    }
  }

  /** The account's own price of {@code meter} for {@code sku}, if it has one. */
  Optional<BigDecimal> customPriceUsd(Sku sku, Meter meter) {
    return prices.stream()
        .filter(price -> price.fits(sku, meter))
        .findFirst()
        .map(CustomPrice::usdPerUnit);
  }

  /** {@code list} less the account's discount. */
  Rate discounted(Rate list) {
    for (Discount discount : discounts) {
      if (discount.meters.contains(list.meter())) {
        return list.discounted(discount.share);
      }
    }
    return list;
  }
}

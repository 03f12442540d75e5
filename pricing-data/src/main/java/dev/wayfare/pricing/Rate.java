package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One meter's price: a free allowance, then tiers.
 *
 * <p>The bill of a month is a function of its quantity: {@code max(0, tiers(quantity - free) -
 * credit)}. What one more call costs is the difference of two bills, so the costs of a month's
 * calls sum to the month's bill whatever their order and wherever they cross a bound.
 *
 * <p>The tiers count what the allowance leaves: AWS gives it through a product of its own, which
 * the region's meter does not see. Should it count both, then a lower price starts a little earlier
 * than here, and a quote is too high rather than too low. An allowance that the provider's price
 * list holds as a first tier at zero (Azure, Google's egress) stays a tier here, and is not
 * deducted twice.
 */
final class Rate {
  /**
   * An allowance in money may end at a quantity without a finite decimal: then a millionth more.
   */
  private static final int ALLOWANCE_SCALE = 6;

  private final Meter meter;
  private final Tier[] tiers;
  private final BigDecimal[] billAtFrom;
  private final Allowance allowance;
  private final Provenance provenance;

  Rate(Meter meter, List<Tier> tiers, Allowance allowance, Provenance provenance) {
    this.meter = meter;
    this.tiers = tiers.toArray(new Tier[0]);
    this.allowance = allowance;
    this.provenance = provenance;
    this.billAtFrom = new BigDecimal[this.tiers.length];
    BigDecimal end = BigDecimal.ZERO;
    BigDecimal bill = BigDecimal.ZERO;
    for (int i = 0; i < this.tiers.length; i++) {
      Tier tier = this.tiers[i];
      if (end == null || tier.from().compareTo(end) != 0) {
        throw new IllegalArgumentException("tiers must start at 0 and leave no gap or overlap");
      }
      billAtFrom[i] = bill;
      end = tier.upTo();
      if (end != null) {
        bill = bill.add(tier.priceUsd().multiply(end.subtract(tier.from())));
      }
    }
    if (this.tiers.length == 0) {
      throw new IllegalArgumentException("a rate needs at least one tier");
    }
  }

  /** One price without bound or allowance. */
  static Rate flat(Meter meter, BigDecimal priceUsd, Provenance provenance) {
    return new Rate(
        meter, List.of(new Tier(BigDecimal.ZERO, null, priceUsd)), Allowance.NONE, provenance);
  }

  /**
   * What is free each month on top of the tiers.
   *
   * @param quantity so much of the meter
   * @param creditUsd and so much of what the tiers make of the rest; Google gives its allowance as
   *     money at the prices of its tier 1 regions
   * @param scope who shares it, or a first tier at zero; null where there is neither
   */
  record Allowance(BigDecimal quantity, BigDecimal creditUsd, @Nullable AllowanceScope scope) {
    static final Allowance NONE = new Allowance(BigDecimal.ZERO, BigDecimal.ZERO, null);

    Allowance {
      if (quantity.signum() < 0 || creditUsd.signum() < 0) {
        throw new IllegalArgumentException("a free allowance is 0 or more");
      }
    }
  }

  /**
   * The price around a position.
   *
   * @param priceUsd what the next unit costs
   * @param reach how much more is sold at exactly this price, in the meter's unit; null where
   *     nothing bounds it
   */
  record Slope(BigDecimal priceUsd, @Nullable BigDecimal reach) {}

  Meter meter() {
    return meter;
  }

  Provenance provenance() {
    return provenance;
  }

  /** Who shares the free allowance; empty where there is none. */
  Optional<AllowanceScope> allowanceScope() {
    return Optional.ofNullable(allowance.scope);
  }

  /**
   * The same rate with {@code share} taken off everything that it charges, 0 to 1. The allowance
   * lasts as long as before: money that is given is worth as much less as the prices are.
   */
  Rate discounted(BigDecimal share) {
    BigDecimal paid = BigDecimal.ONE.subtract(share);
    List<Tier> cheaper =
        List.of(tiers).stream()
            .map(tier -> new Tier(tier.from(), tier.upTo(), tier.priceUsd().multiply(paid)))
            .toList();
    Allowance given =
        new Allowance(allowance.quantity, allowance.creditUsd.multiply(paid), allowance.scope);
    return new Rate(meter, cheaper, given, provenance);
  }

  List<Tier> tiers() {
    return List.of(tiers);
  }

  /** What a month gives before the tiers begin to count. */
  BigDecimal freeBefore() {
    return allowance.quantity;
  }

  /**
   * What {@code quantity} more costs at {@code position}, or empty where it runs past the last
   * sourced tier.
   */
  Optional<BigDecimal> marginalUsd(BigDecimal position, BigDecimal quantity) {
    if (quantity.signum() == 0) {
      return Optional.of(BigDecimal.ZERO);
    }
    BigDecimal end = position.add(quantity);
    if (!tiers[tiers.length - 1].reaches(end.subtract(allowance.quantity))) {
      return Optional.empty();
    }
    return Optional.of(billUsd(end).subtract(billUsd(position)));
  }

  /**
   * The price at {@code position}, or empty where that is at or past the last sourced tier's end.
   */
  Optional<Slope> slopeAt(BigDecimal position) {
    BigDecimal billed = position.subtract(allowance.quantity);
    if (billed.signum() < 0) {
      return Optional.of(new Slope(BigDecimal.ZERO, billed.negate()));
    }
    int i = 0;
    while (i < tiers.length && !tiers[i].sellsAt(billed)) {
      i++;
    }
    if (i == tiers.length) {
      return Optional.empty();
    }
    Tier tier = tiers[i];
    BigDecimal reach = tier.upTo() == null ? null : tier.upTo().subtract(billed);
    BigDecimal unspent = allowance.creditUsd.subtract(tiersUsd(i, billed));
    return Optional.of(
        unspent.signum() > 0 && tier.priceUsd().signum() > 0
            ? new Slope(
                BigDecimal.ZERO,
                lesser(reach, unspent.divide(tier.priceUsd(), ALLOWANCE_SCALE, RoundingMode.FLOOR)))
            : new Slope(tier.priceUsd(), reach));
  }

  /**
   * The price of each unit of a month, from its first: what is free, then the tiers. Money that is
   * given is taken for the quantity that {@link #freeQuantity} says.
   */
  List<Tier> unitPrices() {
    List<Tier> prices = new ArrayList<>();
    BigDecimal paidFrom = freeQuantity();
    if (paidFrom.signum() > 0) {
      prices.add(new Tier(BigDecimal.ZERO, paidFrom, BigDecimal.ZERO));
    }
    for (Tier tier : tiers) {
      BigDecimal from = tier.from().add(allowance.quantity).max(paidFrom);
      BigDecimal upTo = tier.upTo() == null ? null : tier.upTo().add(allowance.quantity);
      if (upTo == null || upTo.compareTo(from) > 0) {
        prices.add(new Tier(from, upTo, tier.priceUsd()));
      }
    }
    return List.copyOf(prices);
  }

  /** The quantity that a month gives for nothing; zero where everything is. */
  BigDecimal freeQuantity() {
    BigDecimal free = allowance.quantity;
    Tier first = tiers[0];
    if (first.priceUsd().signum() == 0) {
      return free.add(first.to().orElse(BigDecimal.ZERO));
    }
    BigDecimal onCredit =
        allowance.creditUsd.divide(first.priceUsd(), ALLOWANCE_SCALE, RoundingMode.CEILING);
    return free.add(onCredit);
  }

  private BigDecimal billUsd(BigDecimal month) {
    BigDecimal billed = month.subtract(allowance.quantity);
    if (billed.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    int i = 0;
    while (!tiers[i].reaches(billed)) {
      i++;
    }
    return tiersUsd(i, billed).subtract(allowance.creditUsd).max(BigDecimal.ZERO);
  }

  /** What the tiers make of {@code billed}, which is in the one at {@code i}. */
  private BigDecimal tiersUsd(int i, BigDecimal billed) {
    return billAtFrom[i].add(tiers[i].priceUsd().multiply(billed.subtract(tiers[i].from())));
  }

  private static BigDecimal lesser(@Nullable BigDecimal bound, BigDecimal other) {
    return bound == null ? other : bound.min(other);
  }
}

package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

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
   */
  record Allowance(BigDecimal quantity, BigDecimal creditUsd) {
    static final Allowance NONE = new Allowance(BigDecimal.ZERO, BigDecimal.ZERO);

    Allowance {
      if (quantity.signum() < 0 || creditUsd.signum() < 0) {
        throw new IllegalArgumentException("a free allowance is 0 or more");
      }
    }
  }

  Meter meter() {
    return meter;
  }

  Provenance provenance() {
    return provenance;
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
    Tier tier = tiers[i];
    BigDecimal bill = billAtFrom[i].add(tier.priceUsd().multiply(billed.subtract(tier.from())));
    return allowance.creditUsd.signum() == 0
        ? bill
        : bill.subtract(allowance.creditUsd).max(BigDecimal.ZERO);
  }
}

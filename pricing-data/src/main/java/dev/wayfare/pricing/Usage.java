package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.util.EnumMap;

/**
 * Quantities per meter: a month-to-date position, a call's share of it, or an allowance.
 *
 * <p>Immutable and exact. The position to quote at is that of the account, subscription or billing
 * account which shares the free allowance, since the calendar month began in the provider's billing
 * time zone; what other workloads used belongs in it.
 *
 * <p>AWS and Google share an allowance among all regions, AWS also between x86_64 and arm64, while
 * AWS counts tiers per region and architecture: an account's one position is exact up to the end of
 * the first paid tier, and above it where the account uses a single region and architecture. Google
 * gives processor and memory time as money, so there a position is exact where it comes from
 * regions of one price tier.
 */
public final class Usage {
  /** Nothing used. */
  public static final Usage NONE = new Usage(new EnumMap<>(Meter.class));

  /** Positive quantities without trailing zeros, so that equal numbers are equal. */
  private final EnumMap<Meter, BigDecimal> quantities;

  private Usage(EnumMap<Meter, BigDecimal> quantities) {
    this.quantities = quantities;
  }

  /**
   * A quantity of one meter.
   *
   * @param quantity 0 or more, in the meter's unit
   */
  public static Usage of(Meter meter, BigDecimal quantity) {
    return NONE.plus(meter, quantity);
  }

  /** The quantity of {@code meter}, in its unit; zero where nothing was used. */
  public BigDecimal of(Meter meter) {
    return quantities.getOrDefault(meter, BigDecimal.ZERO);
  }

  /** The sum, meter by meter. */
  public Usage plus(Usage other) {
    EnumMap<Meter, BigDecimal> sum = new EnumMap<>(quantities);
    other.quantities.forEach((meter, quantity) -> add(sum, meter, quantity));
    return new Usage(sum);
  }

  /** The greater of both, meter by meter. */
  public Usage greater(Usage other) {
    EnumMap<Meter, BigDecimal> greater = new EnumMap<>(quantities);
    other.quantities.forEach((meter, quantity) -> greater.merge(meter, quantity, BigDecimal::max));
    return new Usage(greater);
  }

  /**
   * This and {@code quantity} more of one meter.
   *
   * @param quantity 0 or more, in the meter's unit
   */
  public Usage plus(Meter meter, BigDecimal quantity) {
    if (quantity.signum() < 0) {
      throw new IllegalArgumentException(
          "usage of %s must be 0 or more, not %s".formatted(meter, quantity));
    }
    if (quantity.signum() == 0) {
      return this;
    }
    EnumMap<Meter, BigDecimal> sum = new EnumMap<>(Meter.class);
    sum.putAll(quantities);
    add(sum, meter, quantity);
    return new Usage(sum);
  }

  private static void add(EnumMap<Meter, BigDecimal> sum, Meter meter, BigDecimal quantity) {
    sum.merge(meter, quantity.stripTrailingZeros(), (a, b) -> a.add(b).stripTrailingZeros());
  }

  /** Equal where every meter's quantity is the same number: 1.0 is 1. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Usage usage && quantities.equals(usage.quantities);
  }

  @Override
  public int hashCode() {
    return quantities.hashCode();
  }

  @Override
  public String toString() {
    return quantities.toString();
  }
}

package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A range of a month's quantity and the price of each unit in it.
 *
 * @param from where the range starts, inclusive, in the meter's unit
 * @param upTo where it ends, exclusive; null where the price holds without bound
 * @param priceUsd US dollars per unit; zero is a real price
 */
public record Tier(BigDecimal from, @Nullable BigDecimal upTo, BigDecimal priceUsd) {
  public Tier {
    if (from.signum() < 0 || (upTo != null && upTo.compareTo(from) <= 0)) {
      throw new IllegalArgumentException(
          "a tier must start at 0 or above and end above its start, not run from %s to %s"
              .formatted(from, upTo));
    }
    if (priceUsd.signum() < 0) {
      throw new IllegalArgumentException("a price is 0 or more, not " + priceUsd);
    }
  }

  /** Where the range ends, exclusive; empty where the price holds without bound. */
  public Optional<BigDecimal> to() {
    return Optional.ofNullable(upTo);
  }

  /** True where the unit after {@code quantity}, at or above {@link #from()}, is in the range. */
  boolean sellsAt(BigDecimal quantity) {
    return upTo == null || quantity.compareTo(upTo) < 0;
  }

  /** True where {@code quantity}, at or above {@link #from()}, does not run past the end. */
  boolean reaches(BigDecimal quantity) {
    return upTo == null || quantity.compareTo(upTo) <= 0;
  }
}

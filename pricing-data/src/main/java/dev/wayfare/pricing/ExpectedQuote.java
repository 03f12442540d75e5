package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What one more call costs on average, where it is drawn from a {@link CallMix}. A mean need not
 * have a finite decimal, so it is kept as two exact numbers.
 *
 * @param sum what as many calls cost as the mix weighs, each quoted at the same position
 * @param weight how many these are, 1 or more
 */
public record ExpectedQuote(Quote sum, long weight) {
  public ExpectedQuote {
    if (weight < 1) {
      throw new IllegalArgumentException("a mean is of 1 call or more, not " + weight);
    }
  }

  /** The mean in US dollars, rounded half up to {@code decimals} places: for display. */
  public BigDecimal meanUsd(int decimals) {
    return sum.totalUsd().divide(BigDecimal.valueOf(weight), decimals, RoundingMode.HALF_UP);
  }

  /** Compares the exact means. */
  public int compareMeanTo(ExpectedQuote other) {
    BigDecimal mine = sum.totalUsd().multiply(BigDecimal.valueOf(other.weight));
    return mine.compareTo(other.sum.totalUsd().multiply(BigDecimal.valueOf(weight)));
  }
}

package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of money as whole pico-dollars, 10⁻¹² US dollars, for comparisons and hot paths. */
public final class PicoUsd {
  private static final int DIGITS = 12;
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private PicoUsd() {}

  /**
   * {@code usd} in whole pico-dollars, at most {@link Long#MAX_VALUE} (9.2 million USD).
   *
   * @param usd 0 or more
   */
  public static long of(BigDecimal usd, RoundingMode rounding) {
    return usd.movePointRight(DIGITS).setScale(0, rounding).min(MOST).longValueExact();
  }

  /** The same in US dollars, exactly, without trailing zeros. */
  public static BigDecimal usd(long picoUsd) {
    return BigDecimal.valueOf(picoUsd, DIGITS).stripTrailingZeros();
  }
}

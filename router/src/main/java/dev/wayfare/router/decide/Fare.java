package dev.wayfare.router.decide;

import dev.wayfare.pricing.PicoUsd;
import java.math.BigDecimal;

/** What one more invocation on a target is expected to cost. */
public sealed interface Fare {
  /**
   * A known price, an estimate in that nobody knows yet how long the call will take; zero is a real
   * price.
   *
   * @param picoUsd 10⁻¹² US dollars, 0 or more
   */
  record Known(long picoUsd) implements Fare {
    public Known {
      if (picoUsd < 0) {
        throw new IllegalArgumentException("a fare cannot be negative: " + picoUsd);
      }
    }

    /** The same in US dollars, without trailing zeros. */
    public BigDecimal usd() {
      return PicoUsd.usd(picoUsd);
    }
  }

  /** No price is known, for {@code reason}; this is never read as zero. */
  record Unknown(String reason) implements Fare {}
}

package dev.wayfare.router.decide;

import java.math.BigDecimal;

/** What one more invocation on a target is expected to cost. */
public sealed interface Fare {
  /** A price in US dollars, exact; zero is a real price. */
  record Usd(BigDecimal amount) implements Fare {
    public Usd {
      if (amount.signum() < 0) {
        throw new IllegalArgumentException("a fare cannot be negative: " + amount);
      }
    }
  }

  /** No price is known, for {@code reason}; this is never read as zero. */
  record Unknown(String reason) implements Fare {}
}

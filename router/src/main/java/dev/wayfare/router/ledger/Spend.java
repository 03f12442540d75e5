package dev.wayfare.router.ledger;

import java.math.BigDecimal;

/**
 * What calls cost: an estimate, since no cloud tells its price with its answer; exact arithmetic
 * over what was measured.
 *
 * @param listUsd US dollars by the account's prices, before its credit
 * @param usd what is left of that to be paid
 * @param calls how many, those of unknown price included
 * @param unpricedCalls how many of them are in neither sum, since their price is not known
 */
public record Spend(BigDecimal listUsd, BigDecimal usd, long calls, long unpricedCalls) {
  /** Nothing. */
  public static final Spend NONE = new Spend(BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);

  public Spend {
    if (usd.signum() < 0 || listUsd.compareTo(usd) < 0) {
      throw new IllegalArgumentException(
          "a spend is from 0 to what it is before the credit, not %s of %s"
              .formatted(usd, listUsd));
    }
    if (unpricedCalls < 0 || calls < unpricedCalls) {
      throw new IllegalArgumentException("unpriced calls are some of the calls");
    }
  }

  /** Calls whose price is not known. */
  static Spend unpriced(long calls) {
    return new Spend(BigDecimal.ZERO, BigDecimal.ZERO, calls, calls);
  }

  /** The sum of both. */
  public Spend plus(Spend other) {
    return new Spend(
        listUsd.add(other.listUsd),
        usd.add(other.usd),
        calls + other.calls,
        unpricedCalls + other.unpricedCalls);
  }
}

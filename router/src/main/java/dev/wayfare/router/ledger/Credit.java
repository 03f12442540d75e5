package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Quote;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.ZoneId;

/** What pays the first part of each month's bill of one provider; safe to use from many threads. */
final class Credit {
  private final BigDecimal creditUsd;
  private final MonthToDate<BigDecimal> billedUsd;

  /** A credit of {@code creditUsd}, 0 or more, in each month as {@code zone} has it. */
  Credit(BigDecimal creditUsd, InstantSource instants, ZoneId zone) {
    this.creditUsd = creditUsd;
    this.billedUsd = new MonthToDate<>(instants, zone, BigDecimal.ZERO);
  }

  /** What {@code quote} costs now. */
  Quote after(Quote quote) {
    return less(quote, billedUsd.value());
  }

  /** The same, and puts it on the bill. */
  Quote spend(Quote quote) {
    return less(quote, billedUsd.getAndUpdate(billed -> billed.add(quote.totalUsd())));
  }

  private Quote less(Quote quote, BigDecimal billed) {
    BigDecimal left = creditUsd.subtract(billed);
    return left.signum() > 0 ? quote.afterCredit(left) : quote;
  }
}

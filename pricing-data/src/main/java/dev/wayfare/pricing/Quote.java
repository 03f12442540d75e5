package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What invocations cost on top of a month-to-date position, exactly: one more, or a month's worth.
 * Its numbers have no trailing zeros, so that equal quotes are equal.
 *
 * @param totalUsd US dollars, without taxes; print it with {@link BigDecimal#toPlainString()}
 * @param lines one line per meter that the plan is billed by; less the credit they sum to the total
 *     exactly
 * @param creditUsd how much of the lines a credit of the account pays, 0 or more
 * @param asOf the day that the prices were collected
 * @param confidence the lowest of the figures used; each line says its own
 */
public record Quote(
    BigDecimal totalUsd,
    List<Line> lines,
    BigDecimal creditUsd,
    LocalDate asOf,
    Confidence confidence) {
  public Quote {
    lines = List.copyOf(lines);
    BigDecimal sum = sum(lines).subtract(creditUsd);
    if (sum.compareTo(totalUsd) != 0) {
      throw new IllegalArgumentException(
          "the lines sum to %s, not to the total %s".formatted(sum, totalUsd));
    }
    if (creditUsd.signum() < 0 || totalUsd.signum() < 0) {
      throw new IllegalArgumentException(
          "a credit is 0 or more and pays no more than there is, not " + creditUsd);
    }
    totalUsd = totalUsd.stripTrailingZeros();
    creditUsd = creditUsd.stripTrailingZeros();
  }

  /** The sum of {@code lines}, of which no credit pays any. */
  static Quote of(List<Line> lines, LocalDate asOf, Confidence confidence) {
    return new Quote(sum(lines), lines, BigDecimal.ZERO, asOf, confidence);
  }

  /**
   * The same with as much as possible paid by what is left of the account's credit.
   *
   * <p>Quotes that are each given what the ones before left sum to {@code max(0, bill - credit)}.
   *
   * @param leftUsd 0 or more; after this quote {@code leftUsd - creditUsd()} is left
   */
  public Quote afterCredit(BigDecimal leftUsd) {
    if (leftUsd.signum() < 0) {
      throw new IllegalArgumentException("what is left of a credit is 0 or more, not " + leftUsd);
    }
    BigDecimal before = totalUsd.add(creditUsd);
    BigDecimal paid = before.min(leftUsd);
    return new Quote(before.subtract(paid), lines, paid, asOf, confidence);
  }

  private static BigDecimal sum(List<Line> lines) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Line line : lines) {
      sum = sum.add(line.usd);
    }
    return sum;
  }

  /**
   * One meter's part of a quote.
   *
   * @param quantity what is billed, after rounding and minimums, in the meter's unit
   * @param usd what it costs, after the free allowance
   * @param confidence how well this meter's price is sourced
   * @param sourced the day of the newest source of this meter's price
   */
  public record Line(
      Meter meter, BigDecimal quantity, BigDecimal usd, Confidence confidence, LocalDate sourced) {
    public Line {
      if (quantity.signum() < 0 || usd.signum() < 0) {
        throw new IllegalArgumentException(
            "a line's quantity and cost are 0 or more, not %s and %s".formatted(quantity, usd));
      }
      quantity = quantity.stripTrailingZeros();
      usd = usd.stripTrailingZeros();
    }
  }
}

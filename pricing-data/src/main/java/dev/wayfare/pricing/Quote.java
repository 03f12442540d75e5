package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What one more invocation costs at a month-to-date position, exactly. Its numbers have no trailing
 * zeros, so that equal quotes are equal.
 *
 * @param totalUsd US dollars, list price; print it with {@link BigDecimal#toPlainString()}
 * @param lines one line per meter that the plan is billed by; they sum to the total exactly
 * @param asOf the day that the prices were collected
 * @param confidence the lowest of the figures used
 */
public record Quote(BigDecimal totalUsd, List<Line> lines, LocalDate asOf, Confidence confidence) {
  public Quote {
    lines = List.copyOf(lines);
    BigDecimal sum = BigDecimal.ZERO;
    for (Line line : lines) {
      sum = sum.add(line.usd);
    }
    if (sum.compareTo(totalUsd) != 0) {
      throw new IllegalArgumentException(
          "the lines sum to %s, not to the total %s".formatted(sum, totalUsd));
    }
    totalUsd = totalUsd.stripTrailingZeros();
  }

  /**
   * One meter's part of a quote.
   *
   * @param quantity what is billed, after rounding and minimums, in the meter's unit
   * @param usd what it costs, after the free allowance
   */
  public record Line(Meter meter, BigDecimal quantity, BigDecimal usd) {
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

package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A duration from which on the cheaper of two targets is another than just below it.
 *
 * <p>Costs are compared at every millisecond at which a plan's rounding can begin or end a step,
 * and between two of these, where both only grow, by halving. Where they cross twice within 100 ms
 * without either of them rounding there, which takes a tier's end in between, it is not seen.
 *
 * @param fromMillis the first duration, in whole milliseconds
 * @param cheaper which is cheaper from there on
 */
public record BreakEven(long fromMillis, Cheaper cheaper) {
  /** Every plan rounds time up to a divisor of this. */
  private static final long STEP_MILLIS = 100;

  /** Which of two targets costs less. */
  public enum Cheaper {
    FIRST,
    SECOND,
    /** Both cost the same, to the last digit. */
    NEITHER
  }

  /**
   * Which is cheaper at {@code leastMillis}, and after that every change up to {@code mostMillis}.
   *
   * @param firstUsd what the first target costs at a duration in milliseconds; never falls
   * @param secondUsd the same of the second
   * @param leastMillis 1 or more
   * @param mostMillis at least {@code leastMillis}
   */
  public static List<BreakEven> between(
      LongFunction<BigDecimal> firstUsd,
      LongFunction<BigDecimal> secondUsd,
      long leastMillis,
      long mostMillis) {
    if (leastMillis < 1 || mostMillis < leastMillis) {
      throw new IllegalArgumentException(
          "durations run from 1 ms upwards, not from %d to %d".formatted(leastMillis, mostMillis));
    }
    LongFunction<Cheaper> at =
        millis -> cheaper(firstUsd.apply(millis).compareTo(secondUsd.apply(millis)));
    List<BreakEven> found = new ArrayList<>();
    found.add(new BreakEven(leastMillis, at.apply(leastMillis)));
    for (long low = leastMillis; low < mostMillis; ) {
      long stepEnd = Math.ceilDiv(low, STEP_MILLIS) * STEP_MILLIS;
      long high = Math.min(mostMillis, stepEnd > low ? stepEnd : low + 1);
      addChanges(at, low, high, found);
      low = high;
    }
    return List.copyOf(found);
  }

  private static void addChanges(
      LongFunction<Cheaper> at, long from, long to, List<BreakEven> found) {
    Cheaper end = at.apply(to);
    long low = from;
    for (Cheaper now = found.getLast().cheaper; now != end; now = found.getLast().cheaper) {
      long same = low;
      long other = to;
      while (other - same > 1) {
        long middle = (same + other) >>> 1;
        if (at.apply(middle) == now) {
          same = middle;
        } else {
          other = middle;
        }
      }
      found.add(new BreakEven(other, at.apply(other)));
      low = other;
    }
  }

  private static Cheaper cheaper(int comparison) {
    if (comparison == 0) {
      return Cheaper.NEITHER;
    }
    return comparison < 0 ? Cheaper.FIRST : Cheaper.SECOND;
  }
}

package dev.wayfare.router.decide;

/**
 * What a function's targets are ranked by. One that misses the aim's bound comes after all that
 * keep it, and one whose price is not known after those.
 */
public sealed interface Aim {
  /**
   * The lowest price among the targets that answer quickly enough; where none does, the quickest.
   *
   * @param withinNanos the latency that the percentile must not exceed; {@link Long#MAX_VALUE} for
   *     any
   */
  record Cheapest(long withinNanos) implements Aim {
    public Cheapest {
      if (withinNanos <= 0) {
        throw new IllegalArgumentException("a latency target must be above 0: " + withinNanos);
      }
    }
  }

  /**
   * The lowest latency among the targets that are cheap enough; where none is, the cheapest.
   *
   * @param capPicoUsd the most that one call may cost; {@link Long#MAX_VALUE} for any price
   */
  record Fastest(long capPicoUsd) implements Aim {
    public Fastest {
      if (capPicoUsd < 0) {
        throw new IllegalArgumentException("a price cap cannot be negative: " + capPicoUsd);
      }
    }
  }

  /**
   * The lowest sum of the price and what the waiting is worth.
   *
   * @param picoUsdPerMilli what a millisecond of latency is worth, 0 or more
   */
  record Balanced(long picoUsdPerMilli) implements Aim {
    public Balanced {
      if (picoUsdPerMilli < 0) {
        throw new IllegalArgumentException("time cannot cost less than 0: " + picoUsdPerMilli);
      }
    }
  }
}

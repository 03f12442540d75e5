package dev.wayfare.router.simulate;

import java.time.Duration;

/**
 * The requests for one function, or for several that are deployed alike.
 *
 * @param function its name in the configuration
 * @param copies how many functions like it there are, 1 or more; each has targets of its own
 * @param popularity the exponent of Zipf's law by which the copies share the requests: 0 for
 *     evenly; about 1 is usual
 * @param perSecond how many requests come in a second on average, without bursts; above 0
 * @param dailySwing by which share, 0 to 1, the rate rises above the average at 15:00 UTC and falls
 *     below it at 3:00
 * @param bursts what comes on top
 * @param workNanos how long one takes where a place is neither quicker nor slower
 * @param variety how much the copies' durations differ: what one in a hundred copies' exceeds, as a
 *     multiple of {@code workNanos}; 1 or more
 * @param responseBytes the answers' sizes
 * @param repeatable which share of them, 0 to 1, can be sent again
 */
public record Traffic(
    String function,
    int copies,
    double popularity,
    double perSecond,
    double dailySwing,
    Bursts bursts,
    Spread workNanos,
    double variety,
    Spread responseBytes,
    double repeatable) {
  public Traffic {
    if (copies < 1 || !(popularity >= 0) || !(perSecond > 0) || !(variety >= 1)) {
      throw new IllegalArgumentException("traffic needs copies and a rate above 0");
    }
    if (!(dailySwing >= 0 && dailySwing <= 1) || !(repeatable >= 0 && repeatable <= 1)) {
      throw new IllegalArgumentException("a share is 0 to 1");
    }
  }

  /**
   * Times at which one of the copies gets more requests.
   *
   * @param every the average time from one's beginning to the next's, above 0
   * @param lasting how long one is, above 0
   * @param factor the additional requests, as a multiple of the average rate of all copies; 0 for
   *     no bursts
   */
  public record Bursts(Duration every, Duration lasting, double factor) {
    /** None. */
    public static final Bursts NONE = new Bursts(Duration.ofDays(1), Duration.ofSeconds(1), 0);

    public Bursts {
      if (!every.isPositive() || !lasting.isPositive() || !(factor >= 0)) {
        throw new IllegalArgumentException("bursts last and are apart for more than 0");
      }
    }
  }
}

package dev.wayfare.pricing;

import java.time.Duration;

/**
 * What a function does in a month.
 *
 * @param calls what its calls are like
 * @param requests how many there are, 0 to {@value #MOST_REQUESTS}; each share of {@code calls} has
 *     its part of them in whole calls
 * @param readyInstances instances that are kept ready besides, 0 to {@value #MOST_INSTANCES}; only
 *     plans that sell this bill it
 * @param readyTime for how long each of them is, 0 to 31 days. Azure and AWS bill all of it, and
 *     what runs on them besides; Google bills here only while an instance serves nothing, so give
 *     its idle time.
 */
public record MonthProfile(CallMix calls, long requests, int readyInstances, Duration readyTime) {
  private static final long MOST_REQUESTS = 1_000_000_000_000L;
  private static final int MOST_INSTANCES = 100_000;
  private static final Duration LONGEST = Duration.ofDays(31);

  public MonthProfile {
    if (requests < 0 || requests > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "a month has 0 to %d requests, not %d".formatted(MOST_REQUESTS, requests));
    }
    if (readyInstances < 0 || readyInstances > MOST_INSTANCES) {
      throw new IllegalArgumentException(
          "0 to %d instances are kept ready, not %d".formatted(MOST_INSTANCES, readyInstances));
    }
    if (readyTime.isNegative() || readyTime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("readyTime must be 0 to 31 days, not " + readyTime);
    }
  }

  /** Nothing but {@code requests} calls. */
  public static MonthProfile of(CallMix calls, long requests) {
    return new MonthProfile(calls, requests, 0, Duration.ZERO);
  }

  /** The same with calls like {@code others}. */
  public MonthProfile withCalls(CallMix others) {
    return new MonthProfile(others, requests, readyInstances, readyTime);
  }
}

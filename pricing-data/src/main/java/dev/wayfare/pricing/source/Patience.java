package dev.wayfare.pricing.source;

import java.time.Duration;

/**
 * How long to wait for a price list, and how often to ask.
 *
 * @param connect the most that a connection may take
 * @param total the most that one answer may take, its body included
 * @param attempts how often to ask for one answer, 1 or more
 * @param firstWait before the second attempt, give or take a half; doubled before each further one
 * @param longestWait the most to wait before an attempt; a server that asks for more is not asked
 *     again
 */
public record Patience(
    Duration connect, Duration total, int attempts, Duration firstWait, Duration longestWait) {
  /** 10 s to connect, 60 s for an answer, four attempts within about a minute. */
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          4,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  public Patience {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be 1 or more, not " + attempts);
    }
    for (Duration time : new Duration[] {connect, total, firstWait, longestWait}) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("a time must be above zero, not " + time);
      }
    }
  }
}

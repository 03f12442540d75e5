package dev.wayfare.router.health;

import java.util.concurrent.TimeUnit;

/**
 * An exponentially weighted average of whole numbers. Its owner lets one thread at a time use it.
 *
 * <p>A sample that comes after a long silence replaces the average: what was true before the
 * silence says little.
 */
final class MovingAverage {
  /** After so long without a sample an average is out of date. */
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The share of each sample in the new average. */
  private static final double WEIGHT = 1.0 / 8;

  private double average;
  private boolean sampled;
  private long sampledAtNanos;

  /** An average that stands at {@code prior} until the first sample. */
  MovingAverage(long prior) {
    average = (double) prior;
  }

  void add(long sample, long nowNanos) {
    boolean renewed = !sampled || nowNanos - sampledAtNanos >= SILENCE_NANOS;
    average = renewed ? (double) sample : average + WEIGHT * ((double) sample - average);
    sampled = true;
    sampledAtNanos = nowNanos;
  }

  long rounded() {
    return Math.round(average);
  }
}

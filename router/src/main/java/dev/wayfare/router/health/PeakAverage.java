package dev.wayfare.router.health;

import java.time.Duration;

/**
 * A moving average of latency that jumps up at once and comes down slowly, so that a target that
 * has become slow is noticed with its first slow answer (<a
 * href="https://linkerd.io/2016/03/16/beyond-round-robin-load-balancing-for-latency/">peak
 * EWMA</a>). Its owner lets one thread at a time use it.
 */
final class PeakAverage {
  private static final double DECAY_NANOS = (double) Duration.ofSeconds(10).toNanos();

  private double average;
  private boolean isStarted;
  private long sampledAtNanos;

  /** An average that stands at {@code prior} until the first sample. */
  PeakAverage(long prior) {
    this.average = (double) prior;
  }

  void add(long sample, long nowNanos) {
    if (!isStarted || sample > average) {
      average = (double) sample;
    } else {
      double kept = Math.exp(-Math.max(0, (double) (nowNanos - sampledAtNanos)) / DECAY_NANOS);
      average = average * kept + (double) sample * (1 - kept);
    }
    isStarted = true;
    sampledAtNanos = nowNanos;
  }

  long rounded() {
    return Math.round(average);
  }
}

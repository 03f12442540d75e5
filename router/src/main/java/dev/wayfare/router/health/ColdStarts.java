package dev.wayfare.router.health;

import java.util.concurrent.TimeUnit;

/**
 * How likely a call to one target starts an environment, by how long the target was idle before it.
 * Its owner lets one thread at a time use it.
 *
 * <p>Calls are counted by their idle gap, in steps that double from 1 s on, together with how many
 * of them reported an INIT; older ones count less. Where few were seen, the prior weighs in as one
 * call: a cloud keeps an environment for 5 minutes and gives it up within 15, an assumption after
 * <a href="https://mikhail.io/serverless/coldstarts/define/">measurements</a> of all three. A
 * user's own server has no cold starts but its first.
 */
final class ColdStarts {
  private static final int STEPS = 13;
  private static final long SURELY_WARM_SECONDS = 300;
  private static final long SURELY_COLD_SECONDS = 900;

  /** What is left of a count when the next call of its step comes. */
  private static final double KEPT = 31.0 / 32;

  private final boolean isCloud;
  private final double[] calls = new double[STEPS];
  private final double[] colds = new double[STEPS];

  ColdStarts(boolean isCloud) {
    this.isCloud = isCloud;
  }

  /** A call came {@code idleNanos} after the one before, and found no environment, or did. */
  void add(long idleNanos, boolean isCold) {
    int step = step(idleNanos);
    calls[step] = calls[step] * KEPT + 1;
    colds[step] = colds[step] * KEPT + (isCold ? 1 : 0);
  }

  /** The probability, 0 to 1, that a call after {@code idleNanos} starts an environment. */
  double probability(long idleNanos) {
    int step = step(idleNanos);
    return (colds[step] + prior(idleNanos)) / (calls[step] + 1);
  }

  /**
   * How long from now, at least, a call to a target that has been idle for {@code idleNanos} stays
   * as likely to start one, if nobody calls the target meanwhile.
   */
  long holdsNanos(long idleNanos) {
    long second = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(idleNanos));
    if (second >= SURELY_WARM_SECONDS) {
      return left(idleNanos, second + 1); // the prior may rise by the second
    }
    double now = probability(idleNanos);
    long next = Math.max(1, 2 * Long.highestOneBit(second));
    while (next < SURELY_WARM_SECONDS && probability(TimeUnit.SECONDS.toNanos(next)) == now) {
      next *= 2;
    }
    return left(idleNanos, Math.min(next, SURELY_WARM_SECONDS));
  }

  private static long left(long idleNanos, long untilSeconds) {
    return TimeUnit.SECONDS.toNanos(untilSeconds) - Math.max(0, idleNanos);
  }

  private double prior(long idleNanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(idleNanos);
    if (!isCloud || seconds <= SURELY_WARM_SECONDS) {
      return 0;
    }
    return Math.min(
        1.0,
        (double) (seconds - SURELY_WARM_SECONDS) / (SURELY_COLD_SECONDS - SURELY_WARM_SECONDS));
  }

  /** Below 1 s it is 0, then one more for each doubling. */
  private static int step(long idleNanos) {
    long seconds = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(idleNanos));
    return Math.min(STEPS - 1, Long.SIZE - Long.numberOfLeadingZeros(seconds));
  }
}

package dev.wayfare.router.health;

import java.time.Duration;

/**
 * What is known of a function wherever it runs: the same module does and answers the same.
 *
 * <p>It changes with every call to any target, but once many calls are known, hardly. So it is
 * looked at through a {@link View}, which is renewed once a second; where few are known, with each
 * call. Safe to use from many threads: calls are added, and a view is made, under this object's
 * lock; a view is handed out without.
 */
public final class FunctionEstimates {
  /** Handler time of a function that was never called. */
  public static final Duration PRIOR_HANDLER_TIME = Duration.ofMillis(10);

  /** Response size of a function that was never called. */
  public static final long PRIOR_RESPONSE_BYTES = 2048;

  /**
   * After so long a call counts half: long, so that a few large calls do not make a place look
   * dear.
   */
  static final Duration HALF_LIFE = Duration.ofMinutes(10);

  /** So long what is known of many calls may be without the newest ones. */
  static final long RENEWAL_NANOS = Duration.ofSeconds(1).toNanos();

  /** So many calls are many: a new one changes little of what they say. */
  static final double ENOUGH_CALLS = 32;

  /** {@value}: so much another response size, as a share, is the same. */
  private static final double NEAR = 0.01;

  private final DecayingHistogram handlerNanos = new DecayingHistogram(HALF_LIFE);
  private final DecayingHistogram responseBytes = new DecayingHistogram(HALF_LIFE);
  private volatile View view = new View(handlerNanos, PRIOR_RESPONSE_BYTES, false, 0);

  /** What was known at one moment. */
  static final class View {
    private final DecayingHistogram handlerNanos;
    private final long responseBytes;
    private final boolean isOfEnough;
    private final long sinceNanos;
    private volatile boolean isOutdated;

    private View(
        DecayingHistogram handlerNanos, long responseBytes, boolean isOfEnough, long nowNanos) {
      this.handlerNanos = new DecayingHistogram(handlerNanos);
      this.responseBytes = responseBytes;
      this.isOfEnough = isOfEnough;
      this.sinceNanos = nowNanos;
    }

    /** See {@link DecayingHistogram#slices}. */
    boolean handlerSlices(long[] values) {
      return handlerNanos.slices(values);
    }

    /** The average of a response's body. */
    long responseBytes() {
      return responseBytes;
    }

    private boolean holdsAt(long nowNanos) {
      return !isOutdated || (isOfEnough && nowNanos - sinceNanos < RENEWAL_NANOS);
    }

    /** Something is known that is not in it; said once, since many threads look there. */
    private void outdate() {
      if (!isOutdated) {
        isOutdated = true;
      }
    }
  }

  synchronized void handled(long nanos, long nowNanos) {
    handlerNanos.add(nanos, nowNanos);
    view.outdate();
  }

  synchronized void sent(long bytes, long nowNanos) {
    responseBytes.add(bytes, nowNanos);
    view.outdate();
  }

  /** What is known now, or was a second ago: the same object until it is known anew. */
  View view(long nowNanos) {
    View last = view;
    return last.holdsAt(nowNanos) ? last : renewed(nowNanos);
  }

  private synchronized View renewed(long nowNanos) {
    if (!view.holdsAt(nowNanos)) {
      boolean isOfEnough =
          handlerNanos.weight(nowNanos) >= ENOUGH_CALLS
              && responseBytes.weight(nowNanos) >= ENOUGH_CALLS;
      view = new View(handlerNanos, bytes(isOfEnough, view.responseBytes), isOfEnough, nowNanos);
    }
    return view;
  }

  /** The size before, where the average is so near to it that nobody would decide otherwise. */
  private long bytes(boolean isOfEnough, long before) {
    long mean = Math.round(responseBytes.mean(PRIOR_RESPONSE_BYTES));
    boolean isNear = (double) Math.abs(mean - before) <= (double) before * NEAR;
    return isOfEnough && isNear ? before : mean;
  }
}

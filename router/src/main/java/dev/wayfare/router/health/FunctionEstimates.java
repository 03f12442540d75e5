package dev.wayfare.router.health;

import java.time.Duration;

/** What a call to a function is expected to take on a target that was never called. */
public final class FunctionEstimates {
  /** Handler time of a function that was never called. */
  public static final Duration PRIOR_HANDLER_TIME = Duration.ofMillis(10);

  private final DecayingHistogram handlerNanos = new DecayingHistogram(Estimates.HALF_LIFE);

  void add(Duration handlerTime, long nowNanos) {
    handlerNanos.add(handlerTime.toNanos(), nowNanos);
  }

  DecayingHistogram handlerNanos() {
    return handlerNanos;
  }
}

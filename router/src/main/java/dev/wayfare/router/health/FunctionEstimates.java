package dev.wayfare.router.health;

import java.time.Duration;

/** What a call to a function is expected to take on a target that has not been measured lately. */
public final class FunctionEstimates {
  /** Handler time of a function that was never called. */
  public static final Duration PRIOR_HANDLER_TIME = Duration.ofMillis(10);

  private final MovingAverage handlerNanos = new MovingAverage(PRIOR_HANDLER_TIME.toNanos());

  void add(Duration handlerTime, long nowNanos) {
    handlerNanos.add(handlerTime.toNanos(), nowNanos);
  }

  long handlerNanos() {
    return handlerNanos.rounded();
  }
}

package dev.wayfare.router.health;

import java.time.Duration;

/** What is known of a function wherever it runs: the same module does and answers the same. */
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

  private final DecayingHistogram handlerNanos = new DecayingHistogram(HALF_LIFE);
  private final DecayingHistogram responseBytes = new DecayingHistogram(HALF_LIFE);

  DecayingHistogram handlerNanos() {
    return handlerNanos;
  }

  DecayingHistogram responseBytes() {
    return responseBytes;
  }
}

package dev.wayfare.pricing;

import java.time.Duration;

/**
 * One invocation as a provider bills it.
 *
 * @param handlerTime from the request's arrival at the function to its answer, 0 to 24 hours
 * @param initTime the environment's start, where this call caused one, else zero; 0 to 24 hours.
 *     Lambda, Cloud Run and edge bill it, Azure's plans do not.
 * @param responseBytes what leaves the provider's network towards the caller, 0 or more
 */
public record Call(Duration handlerTime, Duration initTime, long responseBytes) {
  private static final Duration LONGEST = Duration.ofDays(1);

  public Call {
    checkBound("handlerTime", handlerTime);
    checkBound("initTime", initTime);
    if (responseBytes < 0) {
      throw new IllegalArgumentException("responseBytes must be 0 or more, not " + responseBytes);
    }
  }

  private static void checkBound(String name, Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be 0 to 24 hours, not " + time);
    }
  }
}

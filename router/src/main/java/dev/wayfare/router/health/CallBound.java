package dev.wayfare.router.health;

/**
 * How large calls are at most.
 *
 * @param handlerNanos of their handlers, 0 or more
 * @param initNanos of the starts of their environments, 0 or more
 * @param responseBytes of their responses, 0 or more
 */
public record CallBound(long handlerNanos, long initNanos, long responseBytes) {
  /** No call is within it but one of nothing. */
  static final CallBound NONE = new CallBound(0, 0, 0);

  /** The least bound of {@code call} and of all that are within this one. */
  CallBound with(ExpectedCall call) {
    return handlerNanos >= call.mostHandlerNanos()
            && initNanos >= call.initNanos()
            && responseBytes >= call.responseBytes()
        ? this
        : new CallBound(
            Math.max(handlerNanos, call.mostHandlerNanos()),
            Math.max(initNanos, call.initNanos()),
            Math.max(responseBytes, call.responseBytes()));
  }
}

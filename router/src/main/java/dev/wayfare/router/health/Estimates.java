package dev.wayfare.router.health;

import java.time.Duration;

/**
 * What the next call to one target is expected to be like: moving averages over the calls so far.
 *
 * <p>A target that was not called for five seconds is due to be examined again: then its latency
 * counts as zero and its handler time as the function's average over all targets, so that one bad
 * moment cannot keep traffic away for good. The first request that is sent there ends that, so that
 * only one request at a time examines.
 */
public final class Estimates {
  /** Latency of a target whose first call has not been answered yet. */
  public static final Duration PRIOR_LATENCY = Duration.ofMillis(50);

  /** Response size of a target that was never called. */
  public static final long PRIOR_RESPONSE_BYTES = 2048;

  private final FunctionEstimates function;
  private final long failureNanos;
  private final MovingAverage latencyNanos = new MovingAverage(PRIOR_LATENCY.toNanos());
  private final MovingAverage answerNanos = new MovingAverage(PRIOR_LATENCY.toNanos());
  private final MovingAverage handlerNanos =
      new MovingAverage(FunctionEstimates.PRIOR_HANDLER_TIME.toNanos());
  private final MovingAverage responseBytes = new MovingAverage(PRIOR_RESPONSE_BYTES);
  private volatile boolean handlerKnown;
  private volatile boolean called;
  private volatile long calledAtNanos;

  /** Estimates to which a failure counts as taking at least {@code failureLatency}. */
  public Estimates(FunctionEstimates function, Duration failureLatency) {
    this.function = function;
    this.failureNanos = failureLatency.toNanos();
  }

  /** A request is being sent to the target. */
  public void began(long nowNanos) {
    calledAtNanos = nowNanos;
    called = true;
  }

  /** A response began after {@code latency}. */
  public void answered(Duration latency, long nowNanos) {
    latencyNanos.add(latency.toNanos(), nowNanos);
    answerNanos.add(latency.toNanos(), nowNanos);
  }

  /** A call failed after {@code latency}. */
  public void failed(Duration latency, long nowNanos) {
    latencyNanos.add(Math.max(latency.toNanos(), failureNanos), nowNanos);
  }

  /** A response's body had so many bytes. */
  public void sent(long bytes, long nowNanos) {
    responseBytes.add(bytes, nowNanos);
  }

  /**
   * A warm call took so long. The call that starts an environment is not typical and is not to be
   * reported here.
   */
  public void handled(Duration handlerTime, long nowNanos) {
    handlerNanos.add(handlerTime.toNanos(), nowNanos);
    handlerKnown = true;
    function.add(handlerTime, nowNanos);
  }

  /** The expectation for a call that would begin now. */
  public Expectation expectation(long nowNanos) {
    boolean due = !called || nowNanos - calledAtNanos >= MovingAverage.SILENCE_NANOS;
    long handler = due || !handlerKnown ? function.handlerNanos() : handlerNanos.rounded();
    return new Expectation(
        due ? Duration.ZERO : latency(), Duration.ofNanos(handler), responseBytes.rounded());
  }

  /** The average latency of calls that were answered, whether or not it is out of date. */
  public Duration answerLatency() {
    return Duration.ofNanos(answerNanos.rounded());
  }

  /** The average latency, whether or not it is out of date. */
  public Duration latency() {
    return Duration.ofNanos(latencyNanos.rounded());
  }
}

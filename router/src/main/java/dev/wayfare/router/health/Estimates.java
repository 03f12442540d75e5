package dev.wayfare.router.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What the next call to one target is expected to be like, from the calls so far, of which older
 * ones count less.
 *
 * <p>A target that was not called for ten seconds is no longer measured: its figures stay, but a
 * policy may send a request there to examine it. Sending one ends that at once, so that only one
 * request at a time examines.
 */
public final class Estimates {
  /** After so long a call counts half for the latency, which changes with a place's health. */
  public static final Duration HALF_LIFE = Duration.ofSeconds(30);

  /** Latency of a target whose first call has not been answered yet. */
  public static final Duration PRIOR_LATENCY = Duration.ofMillis(50);

  /** How long an environment takes to start before anybody saw one do so. */
  public static final Duration PRIOR_INIT = Duration.ofMillis(500);

  private static final long MEASURED_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int SLICES = 16;

  /** Where fewer calls to the target count, those to others stand in for the rest. */
  private static final double ENOUGH_CALLS = 32;

  private final FunctionEstimates function;
  private final long failureNanos;
  private final DecayingHistogram latencyNanos = new DecayingHistogram(HALF_LIFE);
  private final PeakAverage peakNanos = new PeakAverage(PRIOR_LATENCY.toNanos());
  private final MovingAverage answerNanos = new MovingAverage(PRIOR_LATENCY.toNanos());
  private final DecayingHistogram handlerNanos = new DecayingHistogram(FunctionEstimates.HALF_LIFE);
  private final MovingAverage initNanos = new MovingAverage(PRIOR_INIT.toNanos());
  private final ColdStarts coldStarts;
  private volatile boolean isCalled;
  private volatile long calledAtNanos;

  /**
   * Estimates of a target.
   *
   * @param function what is known of the function on all targets
   * @param failureLatency a failure counts as taking at least so long
   * @param isCloud whether a platform starts and stops its environments
   */
  public Estimates(FunctionEstimates function, Duration failureLatency, boolean isCloud) {
    this.function = function;
    this.failureNanos = failureLatency.toNanos();
    this.coldStarts = new ColdStarts(isCloud);
  }

  /**
   * A request is being sent to the target.
   *
   * @return how long it was idle before, in nanoseconds; {@link Long#MAX_VALUE} for ever
   */
  public long began(long nowNanos) {
    long idleNanos = idleNanos(nowNanos);
    calledAtNanos = nowNanos;
    isCalled = true;
    return idleNanos;
  }

  private long idleNanos(long nowNanos) {
    return isCalled ? Math.max(0, nowNanos - calledAtNanos) : Long.MAX_VALUE;
  }

  /** A response began after {@code latency}. */
  public void answered(Duration latency, long nowNanos) {
    addLatency(latency.toNanos(), nowNanos);
    answerNanos.add(latency.toNanos(), nowNanos);
  }

  /** A call failed after {@code latency}. */
  public void failed(Duration latency, long nowNanos) {
    addLatency(Math.max(latency.toNanos(), failureNanos), nowNanos);
  }

  private void addLatency(long nanos, long nowNanos) {
    latencyNanos.add(nanos, nowNanos);
    peakNanos.add(nanos, nowNanos);
  }

  /** A response's body had so many bytes. */
  public void sent(long bytes, long nowNanos) {
    function.responseBytes().add(bytes, nowNanos);
  }

  /** A call that found an environment took so long. */
  public void handled(Duration handlerTime, long idleNanos, long nowNanos) {
    handlerNanos.add(handlerTime.toNanos(), nowNanos);
    function.handlerNanos().add(handlerTime.toNanos(), nowNanos);
    coldStarts.add(idleNanos, false);
  }

  /** A call started an environment, which took so long; its handler time is not typical. */
  public void started(Duration initTime, long idleNanos, long nowNanos) {
    initNanos.add(initTime.toNanos(), nowNanos);
    coldStarts.add(idleNanos, true);
  }

  /**
   * The outlook for a call that would begin now.
   *
   * @param percentile of the latency, above 0, at most 1
   */
  public Outlook outlook(long nowNanos, double percentile) {
    long idleNanos = idleNanos(nowNanos);
    return new Outlook(
        latencyNanos.quantile(percentile, PRIOR_LATENCY.toNanos()),
        peakNanos.rounded(),
        idleNanos < MEASURED_NANOS,
        latencyNanos.weight(nowNanos),
        slices(nowNanos),
        coldStarts.probability(idleNanos),
        initNanos.rounded(),
        Math.round(function.responseBytes().mean(FunctionEstimates.PRIOR_RESPONSE_BYTES)));
  }

  /**
   * The handler time: a part of the slices is the target's own, as many as it has calls that count;
   * the others are of the function on all targets.
   */
  private long[] slices(long nowNanos) {
    double known = Math.min(1, handlerNanos.weight(nowNanos) / ENOUGH_CALLS);
    long[] own = new long[(int) Math.round(known * SLICES)];
    long[] shared = new long[SLICES - own.length];
    handlerNanos.slices(own);
    if (!function.handlerNanos().slices(shared)) {
      Arrays.fill(shared, FunctionEstimates.PRIOR_HANDLER_TIME.toNanos());
    }
    long[] slices = Arrays.copyOf(own, SLICES);
    System.arraycopy(shared, 0, slices, own.length, shared.length);
    Arrays.sort(slices);
    return slices;
  }

  /** A response had not begun after {@code latency} when nobody waited for it any more. */
  public void outlasted(Duration latency, long nowNanos) {
    addLatency(latency.toNanos(), nowNanos);
  }

  /**
   * The latency that the share {@code q} of calls does not exceed; empty where so few are known
   * that none of them may exceed it.
   *
   * @param q above 0, below 1
   */
  public OptionalLong latencyNanos(double q, long nowNanos) {
    return latencyNanos.weight(nowNanos) * (1 - q) < 1
        ? OptionalLong.empty()
        : OptionalLong.of(latencyNanos.quantile(q, PRIOR_LATENCY.toNanos()));
  }

  /** The average latency of calls that were answered. */
  public Duration answerLatency() {
    return Duration.ofNanos(answerNanos.rounded());
  }

  /** The median latency; failures count as slow. */
  public Duration latency() {
    return Duration.ofNanos(latencyNanos.quantile(0.5, PRIOR_LATENCY.toNanos()));
  }
}

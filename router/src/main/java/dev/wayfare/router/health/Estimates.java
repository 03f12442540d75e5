package dev.wayfare.router.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the next call to one target is expected to be like, from the calls so far, of which older
 * ones count less.
 *
 * <p>A target that was not called for ten seconds is no longer measured: its figures stay, but a
 * policy may send a request there to examine it. Sending one ends that at once, so that only one
 * request at a time examines.
 *
 * <p>An {@link Outlook} is kept until something is learnt of the target, the {@linkplain
 * FunctionEstimates.View view} of the function is another, or time alone would change it. Latency
 * counts at once; the handler time, which says what calls cost, at once where few calls are known
 * and within a second where many are.
 *
 * <p>Safe to use from many threads. What is learnt is added under this object's lock, which drops
 * the kept outlook; a new one is made and kept under it, too, so that none is kept that lacks
 * something. A kept one is handed out without the lock: it is immutable, and right for any moment
 * at which it was found kept.
 */
public final class Estimates {
  /** After so long a call counts half for the latency, which changes with a place's health. */
  public static final Duration HALF_LIFE = Duration.ofSeconds(30);

  /** Latency of a target whose first call has not been answered yet. */
  public static final Duration PRIOR_LATENCY = Duration.ofMillis(50);

  /** How long an environment takes to start before anybody saw one do so. */
  public static final Duration PRIOR_INIT = Duration.ofMillis(500);

  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long MEASURED_NANOS = 10 * SECOND_NANOS;
  private static final int SLICES = 16;
  private static final double LOG_2 = Math.log(2);

  private final FunctionEstimates function;
  private final long failureNanos;
  private final DecayingHistogram latencyNanos = new DecayingHistogram(HALF_LIFE);
  private final PeakAverage peakNanos = new PeakAverage(PRIOR_LATENCY.toNanos());
  private final MovingAverage answerNanos = new MovingAverage(PRIOR_LATENCY.toNanos());
  private final DecayingHistogram handlerNanos = new DecayingHistogram(FunctionEstimates.HALF_LIFE);
  private final MovingAverage initNanos = new MovingAverage(PRIOR_INIT.toNanos());
  private final ColdStarts coldStarts;
  private boolean isCalled;
  private long calledAtNanos;

  /**
   * Slices of the target's own calls as they were at a moment, and for how long their number is
   * right.
   */
  private long[] own = {};

  private long ownSinceNanos;
  private long ownHoldsNanos = Long.MAX_VALUE;
  private boolean isOwnOutdated;

  private Outlook.@Nullable Latency latency;
  private @Nullable ExpectedCall call;
  private volatile @Nullable Kept kept;

  /**
   * An outlook that was made.
   *
   * @param shared what of the function's handler times is in it; null for nothing
   * @param holdsNanos how long it stays so if nothing is learnt
   */
  record Kept(
      Outlook outlook,
      double percentile,
      FunctionEstimates.@Nullable View shared,
      long responseBytes,
      long sinceNanos,
      long holdsNanos) {
    boolean holdsAt(long nowNanos, double wanted, FunctionEstimates.View known) {
      return nowNanos - sinceNanos < holdsNanos
          && percentile == wanted
          && responseBytes == known.responseBytes()
          && (shared == null || shared == known);
    }

    /** How long from now it holds if nothing is learnt. */
    long holdsNanosFrom(long nowNanos) {
      return holdsNanos == Long.MAX_VALUE ? holdsNanos : holdsNanos - (nowNanos - sinceNanos);
    }
  }

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
  public synchronized long began(long nowNanos) {
    long idleNanos = idleNanos(nowNanos);
    calledAtNanos = nowNanos;
    isCalled = true;
    kept = null;
    return idleNanos;
  }

  private long idleNanos(long nowNanos) {
    return isCalled ? Math.max(0, nowNanos - calledAtNanos) : Long.MAX_VALUE;
  }

  /** A response began after {@code latency}. */
  public synchronized void answered(Duration latency, long nowNanos) {
    addLatency(latency.toNanos(), nowNanos);
    answerNanos.add(latency.toNanos(), nowNanos);
  }

  /** A call failed after {@code latency}. */
  public synchronized void failed(Duration latency, long nowNanos) {
    addLatency(Math.max(latency.toNanos(), failureNanos), nowNanos);
  }

  private void addLatency(long nanos, long nowNanos) {
    latencyNanos.add(nanos, nowNanos);
    peakNanos.add(nanos, nowNanos);
    latency = null;
    kept = null;
  }

  /** A response's body had so many bytes. */
  public void sent(long bytes, long nowNanos) {
    function.sent(bytes, nowNanos);
  }

  /** A call that found an environment took so long. */
  public void handled(Duration handlerTime, long idleNanos, long nowNanos) {
    function.handled(handlerTime.toNanos(), nowNanos);
    synchronized (this) {
      handlerNanos.add(handlerTime.toNanos(), nowNanos);
      isOwnOutdated = true;
      coldStarts.add(idleNanos, false);
      kept = null;
    }
  }

  /** A call started an environment, which took so long; its handler time is not typical. */
  public synchronized void started(Duration initTime, long idleNanos, long nowNanos) {
    initNanos.add(initTime.toNanos(), nowNanos);
    coldStarts.add(idleNanos, true);
    kept = null;
  }

  /**
   * The outlook for a call that would begin now: the same object as before where nothing changed.
   *
   * @param percentile of the latency, above 0, at most 1
   */
  public Outlook outlook(long nowNanos, double percentile) {
    return kept(nowNanos, percentile, view(nowNanos)).outlook();
  }

  /** What is known of the function. */
  FunctionEstimates.View view(long nowNanos) {
    return function.view(nowNanos);
  }

  /** Whether nothing was learnt of the target since {@code outlook} was made. */
  boolean isKept(Kept outlook) {
    return outlook.equals(kept);
  }

  /** The outlook, and for how long it holds. */
  Kept kept(long nowNanos, double percentile, FunctionEstimates.View shared) {
    Kept last = kept;
    return last != null && last.holdsAt(nowNanos, percentile, shared)
        ? last
        : renewed(nowNanos, percentile, shared);
  }

  private synchronized Kept renewed(
      long nowNanos, double percentile, FunctionEstimates.View shared) {
    long idleNanos = idleNanos(nowNanos);
    Outlook outlook =
        new Outlook(
            latency(nowNanos, percentile),
            idleNanos < MEASURED_NANOS,
            call(nowNanos, idleNanos, shared));
    Kept next =
        new Kept(
            outlook,
            percentile,
            own.length == SLICES ? null : shared,
            shared.responseBytes(),
            nowNanos,
            Math.min(idleHoldsNanos(idleNanos), ownLeftNanos(nowNanos)));
    kept = next;
    return next;
  }

  /** How long idleness alone changes neither whether the target is measured nor how cold it is. */
  private long idleHoldsNanos(long idleNanos) {
    if (!isCalled) {
      return Long.MAX_VALUE;
    }
    long measured = idleNanos < MEASURED_NANOS ? MEASURED_NANOS - idleNanos : Long.MAX_VALUE;
    return Math.min(measured, coldStarts.holdsNanos(idleNanos));
  }

  /** The last one where no call told another: silence changes none of it. */
  private Outlook.Latency latency(long nowNanos, double percentile) {
    if (latency == null || latency.percentile() != percentile) {
      latency =
          new Outlook.Latency(
              latencyNanos.quantile(percentile, PRIOR_LATENCY.toNanos()),
              peakNanos.rounded(),
              percentile,
              latencyNanos.weight(nowNanos),
              nowNanos);
    }
    return latency;
  }

  /** The last one where it is equal: what was worked out from that holds, too. */
  private ExpectedCall call(long nowNanos, long idleNanos, FunctionEstimates.View shared) {
    ExpectedCall next =
        new ExpectedCall(
            slices(nowNanos, shared),
            coldStarts.probability(idleNanos),
            initNanos.rounded(),
            shared.responseBytes());
    if (call == null || !call.equals(next)) {
      call = next;
    }
    return call;
  }

  /**
   * The handler time: a part of the slices is the target's own, as many as it has calls that count;
   * the others are of the function on all targets.
   */
  private long[] slices(long nowNanos, FunctionEstimates.View function) {
    if (ownLeftNanos(nowNanos) <= 0) {
      renewOwn(nowNanos);
    }
    if (own.length == SLICES) {
      return own;
    }
    long[] shared = new long[SLICES - own.length];
    if (!function.handlerSlices(shared)) {
      Arrays.fill(shared, FunctionEstimates.PRIOR_HANDLER_TIME.toNanos());
    }
    long[] slices = Arrays.copyOf(own, SLICES);
    System.arraycopy(shared, 0, slices, own.length, shared.length);
    Arrays.sort(slices);
    return slices;
  }

  /** A response had not begun after {@code latency} when nobody waited for it any more. */
  public synchronized void outlasted(Duration latency, long nowNanos) {
    addLatency(latency.toNanos(), nowNanos);
  }

  /**
   * The latency that the share {@code q} of calls does not exceed; empty where so few are known
   * that none of them may exceed it.
   *
   * @param q above 0, below 1
   */
  public synchronized OptionalLong latencyNanos(double q, long nowNanos) {
    return latencyNanos.weight(nowNanos) * (1 - q) < 1
        ? OptionalLong.empty()
        : OptionalLong.of(latencyNanos.quantile(q, PRIOR_LATENCY.toNanos()));
  }

  /** For how long the own slices will do from now on; 0 or less where they do no more. */
  private long ownLeftNanos(long nowNanos) {
    if (isOwnOutdated && own.length < SLICES) {
      return 0;
    }
    long holdsNanos =
        isOwnOutdated ? Math.min(ownHoldsNanos, FunctionEstimates.RENEWAL_NANOS) : ownHoldsNanos;
    return holdsNanos == Long.MAX_VALUE ? holdsNanos : holdsNanos - (nowNanos - ownSinceNanos);
  }

  private void renewOwn(long nowNanos) {
    double calls = handlerNanos.weight(nowNanos);
    double known = Math.min(1, calls / FunctionEstimates.ENOUGH_CALLS);
    own = new long[(int) Math.round(known * SLICES)];
    handlerNanos.slices(own);
    isOwnOutdated = false;
    ownSinceNanos = nowNanos;
    ownHoldsNanos = own.length == 0 ? Long.MAX_VALUE : untilFewerSlices(calls);
  }

  /** How long from now so many calls are worth as many slices, if there are no more of them. */
  private long untilFewerSlices(double calls) {
    double least = (own.length - 0.5) / SLICES * FunctionEstimates.ENOUGH_CALLS;
    double halfLives = Math.log(calls / least) / LOG_2;
    return (long) (halfLives * (double) FunctionEstimates.HALF_LIFE.toNanos());
  }

  /** The average latency of calls that were answered. */
  public synchronized Duration answerLatency() {
    return Duration.ofNanos(answerNanos.rounded());
  }

  /** The median latency; failures count as slow. */
  public synchronized Duration latency() {
    return Duration.ofNanos(latencyNanos.quantile(0.5, PRIOR_LATENCY.toNanos()));
  }
}

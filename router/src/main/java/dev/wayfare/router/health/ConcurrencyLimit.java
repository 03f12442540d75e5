package dev.wayfare.router.health;

import dev.wayfare.router.config.ConcurrencyBounds;
import java.time.Duration;

/**
 * How many requests one target may have at once: learnt from how its latency changes with them, as
 * a TCP sender learns how much is on its way. Safe to use from many threads.
 *
 * <p>The ideas are those of <a
 * href="https://github.com/Netflix/concurrency-limits">concurrency-limits</a> (the limit follows
 * the ratio of the latency without a queue to the present one, and grows by its square root) and of
 * <a
 * href="https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/adaptive_concurrency_filter">Envoy's
 * adaptive concurrency</a>. Neither fits as it is: both begin with a small limit, and both take a
 * slower target for an overloaded one, which a cloud that starts an environment for each request is
 * not, whatever it slows down for. So here
 *
 * <ul>
 *   <li>the limit begins at its maximum, and falls only where the latency is more than {@value
 *       #TOLERANCE} times the usual one and some milliseconds;
 *   <li>after each fall only calls are looked at that began when the target had no more than it;
 *   <li>a limit that does not help is lifted: where half as many requests are no quicker, it is not
 *       their number that slows the target, and the present latency is the usual one from then on.
 * </ul>
 */
public final class ConcurrencyLimit {
  private static final double TOLERANCE = 2;

  /** What the schedulers of busy machines add to a target that answers at once. */
  private static final double NOISE_NANOS = Duration.ofMillis(10).toNanos();

  private static final double STEEPEST_FALL = 0.5;

  /** What halving the requests of a queue takes off its latency, with room for noise. */
  private static final double HELPED = 0.75;

  private static final int LEAST_CALLS = 10;
  private static final long WINDOW_NANOS = Duration.ofMillis(100).toNanos();

  /** How far the usual latency moves towards that of one window. */
  private static final double SMOOTHING = 0.02;

  private final ConcurrencyBounds bounds;
  private volatile int limit;
  private double usualNanos;
  private boolean isFalling;
  private double slowNanos;
  private int slowAtOnce;
  private boolean isDraining;
  private boolean isChanged;
  private long changedNanos;
  private long windowNanos;
  private double sumNanos;
  private int calls;
  private int atOnce;

  /** The limit of a target that was never called: its maximum. */
  public ConcurrencyLimit(ConcurrencyBounds bounds) {
    this.bounds = bounds;
    this.limit = bounds.max();
  }

  /** The most requests that the target may have. */
  public int limit() {
    return limit;
  }

  /**
   * A response began.
   *
   * @param sentNanos when the request was sent
   * @param inFlight how many requests the target had, this one included
   */
  public synchronized void answered(long sentNanos, int inFlight, long nowNanos) {
    if (isDraining && inFlight <= limit) {
      isDraining = false;
      isChanged = true;
      changedNanos = nowNanos;
    }
    if (isDraining || (isChanged && sentNanos - changedNanos < 0)) {
      return;
    }
    if (calls == 0) {
      windowNanos = nowNanos;
    }
    calls++;
    sumNanos += (double) (nowNanos - sentNanos);
    atOnce = Math.max(atOnce, inFlight);
    if (calls >= LEAST_CALLS && nowNanos - windowNanos >= WINDOW_NANOS) {
      adapt(sumNanos / calls);
      calls = 0;
      sumNanos = 0;
      atOnce = 0;
    }
  }

  private void adapt(double latencyNanos) {
    if (usualNanos == 0) {
      usualNanos = latencyNanos;
    }
    if (latencyNanos <= toleratedNanos()) {
      isFalling = false;
      settle(latencyNanos);
    } else if (!isFalling) {
      isFalling = true;
      slowNanos = latencyNanos;
      slowAtOnce = atOnce;
      fall(latencyNanos);
    } else if (limit > Math.max(bounds.min(), slowAtOnce / 2)
        || latencyNanos < slowNanos * HELPED) {
      fall(latencyNanos);
    } else {
      isFalling = false;
      usualNanos = latencyNanos;
      limit = bounds.max();
    }
  }

  private double toleratedNanos() {
    return usualNanos * TOLERANCE + NOISE_NANOS;
  }

  /**
   * Only a limit that is felt says anything by being kept. What is measured at such a limit holds
   * some queue, and is not the usual latency, or that would creep up with the limit.
   */
  private void settle(double latencyNanos) {
    boolean isFelt = limit < bounds.max() && atOnce >= limit / 2;
    if (isFelt) {
      limit = (int) Math.min(bounds.max(), Math.ceil(limit + Math.sqrt(limit)));
    }
    if (!isFelt || latencyNanos < usualNanos) {
      usualNanos += (latencyNanos - usualNanos) * SMOOTHING;
    }
  }

  private void fall(double latencyNanos) {
    double gradient = Math.max(STEEPEST_FALL, toleratedNanos() / latencyNanos);
    limit = (int) Math.max(bounds.min(), Math.min(limit, atOnce) * gradient);
    isDraining = true;
  }
}

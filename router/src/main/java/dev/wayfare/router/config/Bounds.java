package dev.wayfare.router.config;

import java.time.Duration;

/**
 * What one request may use.
 *
 * @param maxRequestBodyBytes a longer body is refused with 413
 * @param retryBufferBytes a body up to this size is kept, so that it can be sent again
 * @param timeout for a request in total, until its response has ended
 * @param tryTimeout for one target, until its response begins; at most {@code timeout}
 * @param idleTimeout for a client's connection without a request; a head that does not end is none
 * @param drainTime for how long, at the end, requests are still taken while the router says that it
 *     is not ready; 0 or more
 * @param maxConnectionsPerTarget open connections to one target, shared by all requests
 * @param maxWaitingPerTarget requests that wait for one of them
 */
public record Bounds(
    long maxRequestBodyBytes,
    int retryBufferBytes,
    Duration timeout,
    Duration tryTimeout,
    Duration idleTimeout,
    Duration drainTime,
    int maxConnectionsPerTarget,
    int maxWaitingPerTarget) {
  /** The bounds of a file that names none. */
  public static final Bounds DEFAULT =
      new Bounds(
          6L << 20,
          64 << 10,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ZERO,
          256,
          1024);

  private static final long MOST_CONNECT_MILLIS = 2_000;

  public Bounds {
    if (maxRequestBodyBytes < 0 || retryBufferBytes < 0) {
      throw new IllegalArgumentException("sizes are 0 bytes or more");
    }
    if (!tryTimeout.isPositive() || timeout.compareTo(tryTimeout) < 0) {
      throw new IllegalArgumentException("a try takes from 1 ms to the whole timeout");
    }
    if (!idleTimeout.isPositive()) {
      throw new IllegalArgumentException("a connection may be idle for 1 ms or more");
    }
    if (drainTime.isNegative()) {
      throw new IllegalArgumentException("no drain takes less than 0 ms");
    }
    if (maxConnectionsPerTarget < 1 || maxWaitingPerTarget < 0) {
      throw new IllegalArgumentException("a target needs at least one connection");
    }
  }

  /**
   * For a connection, and again for its encryption: at most 2 s and together at most the try, so
   * that what has no connection when a try is over waited for one that others use.
   */
  public Duration connectTimeout() {
    return Duration.ofMillis(Math.clamp(tryTimeout.toMillis() / 2, 1, MOST_CONNECT_MILLIS));
  }
}

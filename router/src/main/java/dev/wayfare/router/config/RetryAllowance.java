package dev.wayfare.router.config;

/**
 * The section {@code router.retry-budget}: how many tries beyond the first a function's requests
 * may take together.
 *
 * @param share of recent requests, 0 to 1
 * @param perSecond so many more each second, 0 or more, so that a function that is seldom called
 *     has some too
 */
public record RetryAllowance(double share, int perSecond) {
  /**
   * A fifth of the requests and ten a second: the defaults of <a
   * href="https://twitter.github.io/finagle/guide/Clients.html#retries">Finagle</a> and Linkerd.
   */
  public static final RetryAllowance DEFAULT = new RetryAllowance(0.2, 10);

  public RetryAllowance {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is 0 to 1, not " + share);
    }
    if (perSecond < 0) {
      throw new IllegalArgumentException("a budget is 0 or more, not " + perSecond);
    }
  }
}

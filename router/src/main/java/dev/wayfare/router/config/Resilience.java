package dev.wayfare.router.config;

/**
 * What the section {@code router} says about targets that fail or are overloaded.
 *
 * @param retries how many tries beyond the first there may be
 * @param concurrency how many requests a target may have at once
 * @param mostOut the share, 0 to 1, of a function's targets that may be out at once for failing
 * @param load what the router takes on at once
 */
public record Resilience(
    RetryAllowance retries, ConcurrencyBounds concurrency, double mostOut, LoadBounds load) {
  /** That of a file that says nothing about it. */
  public static final Resilience DEFAULT =
      new Resilience(
          RetryAllowance.DEFAULT,
          ConcurrencyBounds.DEFAULT,
          0.5,
          LoadBounds.of(Runtime.getRuntime().maxMemory()));

  public Resilience {
    if (!(mostOut >= 0 && mostOut <= 1)) {
      throw new IllegalArgumentException("a share is 0 to 1, not " + mostOut);
    }
  }
}

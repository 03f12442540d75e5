package dev.wayfare.router.config;

/**
 * What the section {@code router} says about targets that fail or are overloaded.
 *
 * @param retries how many tries beyond the first there may be
 * @param concurrency how many requests a target may have at once
 */
public record Resilience(RetryAllowance retries, ConcurrencyBounds concurrency) {
  /** That of a file that says nothing about it. */
  public static final Resilience DEFAULT =
      new Resilience(RetryAllowance.DEFAULT, ConcurrencyBounds.DEFAULT);
}

package dev.wayfare.router.health;

/** Prices calls to one target. */
@FunctionalInterface
public interface Quoter {
  /** {@value}: the answer where the price is not known. */
  long UNPRICED = -1;

  /**
   * What a call costs, in 10⁻¹² US dollars, or {@link #UNPRICED}.
   *
   * @param handlerNanos from the request's arrival at the function to its answer
   * @param initNanos the environment's start, 0 for none
   * @param responseBytes what leaves towards the caller
   */
  long picoUsd(long handlerNanos, long initNanos, long responseBytes);
}

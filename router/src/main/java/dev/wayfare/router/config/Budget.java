package dev.wayfare.router.config;

/**
 * The most to spend, on one target or in all, in 10⁻¹² US dollars.
 *
 * @param dayPicoUsd in a day, {@link Long#MAX_VALUE} for any amount
 * @param monthPicoUsd in a month, {@link Long#MAX_VALUE} for any amount
 */
public record Budget(long dayPicoUsd, long monthPicoUsd) {
  /** No bound. */
  public static final Budget NONE = new Budget(Long.MAX_VALUE, Long.MAX_VALUE);

  public Budget {
    if (dayPicoUsd < 0 || monthPicoUsd < 0) {
      throw new IllegalArgumentException("a budget is 0 or more");
    }
  }
}

package dev.wayfare.router.config;

/**
 * How much a consumer may use, by day and month in UTC; {@link Long#MAX_VALUE} for any number.
 *
 * @param requestsPerDay that are let in
 * @param requestsPerMonth that are let in
 * @param usd what their calls may cost
 */
public record Quota(long requestsPerDay, long requestsPerMonth, Budget usd) {
  /** No bound. */
  public static final Quota NONE = new Quota(Long.MAX_VALUE, Long.MAX_VALUE, Budget.NONE);

  public Quota {
    if (requestsPerDay < 0 || requestsPerMonth < 0) {
      throw new IllegalArgumentException("a quota is 0 or more");
    }
  }
}

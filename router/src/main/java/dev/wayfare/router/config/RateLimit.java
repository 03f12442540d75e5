package dev.wayfare.router.config;

/**
 * How often a consumer may call: a token bucket.
 *
 * @param perSecond requests that it gets each second, 1 to 1,000,000
 * @param burst requests that it may have at once after a pause, 1 to 1,000,000
 */
public record RateLimit(int perSecond, int burst) {
  /** The most of either. */
  static final int MOST = 1_000_000;

  public RateLimit {
    if (perSecond < 1 || burst < 1 || perSecond > MOST || burst > MOST) {
      throw new IllegalArgumentException("a rate and its burst are 1 to " + MOST);
    }
  }
}

package dev.wayfare.router.access;

import dev.wayfare.router.config.RateLimit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket that is full at first. Safe to use from many threads; nobody waits.
 *
 * <p>It is kept as the one moment when it would be full again, as in the <a
 * href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">generic cell rate algorithm</a>:
 * a request moves that by the time of one, and is too early where it would be further away than a
 * whole burst takes.
 */
final class TokenBucket {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final LongSupplier nanoTicker;
  private final long nanosEach;
  private final long nanosAll;
  private final AtomicLong fullAt;

  TokenBucket(RateLimit limit, LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
    this.nanosEach = NANOS_PER_SECOND / limit.perSecond();
    this.nanosAll = nanosEach * limit.burst();
    this.fullAt = new AtomicLong(nanoTicker.getAsLong());
  }

  /** Takes a token; else says after how many nanoseconds there is one. */
  long take() {
    while (true) {
      long now = nanoTicker.getAsLong();
      long before = fullAt.get();
      long next = (before - now > 0 ? before : now) + nanosEach;
      long early = next - now - nanosAll;
      if (early > 0) {
        return early;
      }
      if (fullAt.compareAndSet(before, next)) {
        return 0;
      }
    }
  }
}

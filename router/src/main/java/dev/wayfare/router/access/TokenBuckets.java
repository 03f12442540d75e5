package dev.wayfare.router.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.wayfare.router.config.RateLimit;
import java.util.function.LongSupplier;

/**
 * A bucket for each of those whom the file does not name, of whom there may be any number: those
 * who call least lose theirs first, and begin with a full one when they come again.
 */
final class TokenBuckets {
  private static final int MOST = 10_000;

  private final Cache<String, TokenBucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
  private final RateLimit limit;
  private final LongSupplier nanoTicker;

  TokenBuckets(RateLimit limit, LongSupplier nanoTicker) {
    this.limit = limit;
    this.nanoTicker = nanoTicker;
  }

  RateLimit limit() {
    return limit;
  }

  TokenBucket of(String name) {
    return buckets.get(name, it -> new TokenBucket(limit, nanoTicker));
  }

  /** How many there are, for tests. */
  long size() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }
}

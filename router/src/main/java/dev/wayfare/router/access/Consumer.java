package dev.wayfare.router.access;

import dev.wayfare.router.config.Allowance;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody who calls functions, within an allowance. Safe to use from many threads. */
public final class Consumer {
  private final @Nullable String name;
  private final Allowance allowance;
  private final @Nullable TokenBucket bucket;
  private final Meter meter;

  /**
   * @param name as logs show it; null for whoever has no credential
   * @param bucket of the allowance's rate; null where it has none
   * @param meter of the allowance's quota
   */
  Consumer(@Nullable String name, Allowance allowance, @Nullable TokenBucket bucket, Meter meter) {
    this.name = name;
    this.allowance = allowance;
    this.bucket = bucket;
    this.meter = meter;
  }

  /** The name that logs show; null for whoever has no credential. */
  public @Nullable String name() {
    return name;
  }

  /** The name that the ledger has: its own, or that of all whom the file does not name. */
  public String ledgerName() {
    return meter.consumer();
  }

  Allowance allowance() {
    return allowance;
  }

  @Nullable TokenBucket bucket() {
    return bucket;
  }

  /** Why a request for {@code function} is not served; null where it is, and counted. */
  public @Nullable Denial admit(String function) {
    if (!allowance.includes(function)) {
      return Denial.of(Denial.Cause.FORBIDDEN, "These credentials are not for this function.");
    }
    long waitNanos = bucket == null ? 0 : bucket.take();
    return waitNanos == 0
        ? meter.admit()
        : Denial.until(
            Denial.Cause.RATE_LIMITED,
            "This consumer calls too often; try again later.",
            TimeUnit.NANOSECONDS.toSeconds(waitNanos) + 1);
  }
}

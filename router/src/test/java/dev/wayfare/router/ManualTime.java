package dev.wayfare.router;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A clock and a ticker that stand still until they are told to go on. */
public final class ManualTime implements InstantSource, LongSupplier {
  private Instant now;
  private long nanos;

  public ManualTime(Instant start) {
    now = start;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
    nanos += by.toNanos();
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized long getAsLong() {
    return nanos;
  }
}

package dev.wayfare.shim.capability;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Where the time and the randomness of guests come from. One is shared by all guests of a host, so
 * that their monotonic clocks have one origin: a guest that is put back to another guest's snapshot
 * then never sees its clock go backwards.
 */
public final class HostSources {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final InstantSource wall;
  private final LongSupplier ticker;
  private final long origin;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  /** Holds the caller's thread for a time. */
  @FunctionalInterface
  public interface Sleeper {
    /** Returns after that many nanoseconds, or throws as soon as the thread is interrupted. */
    void sleep(long nanos) throws InterruptedException;
  }

  /**
   * Sources that sleep on the thread itself.
   *
   * @param wall the time of day
   * @param ticker nanoseconds from any origin, never going backwards
   * @param random what secure randomness is; a {@link java.security.SecureRandom} but in tests
   */
  public HostSources(InstantSource wall, LongSupplier ticker, RandomGenerator random) {
    this(wall, ticker, TimeUnit.NANOSECONDS::sleep, random);
  }

  /** Sources that sleep as {@code sleeper} does. */
  public HostSources(
      InstantSource wall, LongSupplier ticker, Sleeper sleeper, RandomGenerator random) {
    this.wall = wall;
    this.ticker = ticker;
    this.origin = ticker.getAsLong();
    this.sleeper = sleeper;
    this.random = random;
  }

  /** The time of day in nanoseconds since 1970. */
  public long wallNanos() {
    Instant now = wall.instant();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  /** Nanoseconds since these sources were made. */
  public long monotonicNanos() {
    return ticker.getAsLong() - origin;
  }

  /** Holds the caller's thread. */
  public void sleep(long nanos) throws InterruptedException {
    sleeper.sleep(nanos);
  }

  /** What secure randomness is. */
  public RandomGenerator random() {
    return random;
  }
}

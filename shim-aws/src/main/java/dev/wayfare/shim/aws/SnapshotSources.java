package dev.wayfare.shim.aws;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Randomness and nanoseconds that stand a snapshot of this process: many environments go on from
 * one and the same memory, and must not draw the same numbers, nor see time go backwards.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html">Handling
 *     uniqueness with Lambda SnapStart</a>
 */
final class SnapshotSources implements RandomGenerator {
  private final Supplier<SecureRandom> generators;
  private final LongSupplier ticker;
  private volatile SecureRandom random;
  private final AtomicLong aheadNanos = new AtomicLong();
  private volatile long pausedAt;

  /**
   * Sources of a process that was not restored yet.
   *
   * @param generators makes a generator that is seeded anew
   * @param ticker as {@link System#nanoTime}
   */
  SnapshotSources(Supplier<SecureRandom> generators, LongSupplier ticker) {
    this.generators = generators;
    this.ticker = ticker;
    this.random = generators.get();
  }

  /** Nanoseconds from any origin, never going backwards. */
  long nanos() {
    return ticker.getAsLong() + aheadNanos.get();
  }

  /** The snapshot is about to be taken. */
  void pause() {
    pausedAt = nanos();
  }

  /** This process is one that went on from the snapshot. */
  void resume() {
    random = generators.get();
    aheadNanos.addAndGet(Math.max(0, pausedAt - nanos()));
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}

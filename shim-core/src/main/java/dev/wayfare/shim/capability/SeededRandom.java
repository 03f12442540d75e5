package dev.wayfare.shim.capability;

import java.util.random.RandomGenerator;

/**
 * Randomness that a number determines, the same on every platform and in every version: SplitMix64
 * (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). For tests and
 * repeatable runs; no secret may come from it.
 */
public final class SeededRandom implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /** The sequence that belongs to {@code seed}. */
  public SeededRandom(long seed) {
    this.state = seed;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}

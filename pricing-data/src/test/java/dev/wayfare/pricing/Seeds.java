package dev.wayfare.pricing;

import java.util.stream.LongStream;

/** The seeds of a law: the same ones each time, and one that nobody has tried. */
final class Seeds {
  private static final long COUNT = Long.getLong("wayfare.seeds", 200);

  private Seeds() {}

  static LongStream all() {
    return LongStream.concat(LongStream.range(0, COUNT), LongStream.of(System.nanoTime()));
  }
}

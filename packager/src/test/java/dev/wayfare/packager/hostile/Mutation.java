package dev.wayfare.packager.hostile;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Damages a module as a broken disk, a torn download or an ill-meaning author would. */
final class Mutation {
  /** LEB128 numbers at the bounds of what a reader may take them for. */
  private static final byte[][] NUMBERS = {
    {0},
    {0x7f},
    {(byte) 0xff, 0x7f},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7},
    {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0xf},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
  };

  private final RandomGenerator random;

  private Mutation(RandomGenerator random) {
    this.random = random;
  }

  /** The same damage for the same seed. */
  static byte[] of(byte[] module, long seed) {
    var mutation = new Mutation(new Random(seed));
    byte[] mutated = module;
    int times = 1 + mutation.random.nextInt(3);
    for (int i = 0; i < times && mutated.length > 8; i++) {
      mutated = mutation.once(mutated);
    }
    return mutated;
  }

  private byte[] once(byte[] bytes) {
    int at = position(bytes.length);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> flipped(bytes, at);
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> spliced(bytes, at, 0, slice(bytes, at));
      case 5 -> spliced(bytes, at, 0, randomBytes());
      case 6 -> spliced(bytes, at, 1 + random.nextInt(5), NUMBERS[random.nextInt(NUMBERS.length)]);
      default -> spliced(bytes, at, 1 + random.nextInt(16), new byte[0]);
    };
  }

  /** Anywhere, but as often as not near the beginning, where the sections without code are. */
  private int position(int length) {
    return random.nextBoolean() ? random.nextInt(Math.min(length, 2048)) : random.nextInt(length);
  }

  private byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] slice(byte[] bytes, int at) {
    return Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(64)));
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[1 + random.nextInt(8)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
    int rest = Math.min(bytes.length, at + removed);
    byte[] spliced = new byte[at + inserted.length + bytes.length - rest];
    System.arraycopy(bytes, 0, spliced, 0, at);
    System.arraycopy(inserted, 0, spliced, at, inserted.length);
    System.arraycopy(bytes, rest, spliced, at + inserted.length, bytes.length - rest);
    return spliced;
  }
}

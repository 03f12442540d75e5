package dev.wayfare.router.config;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What the router shares with a target to be known to it; the target has the same in its
 * environment variable {@code WAYFARE_ROUTER_KEY}. Its text is in {@link #value} alone, never in a
 * log.
 *
 * @param value at least 16 visible ASCII characters
 */
public record TargetKey(String value) {
  /** What a key must be, as the end of "must be". */
  static final String RULE = "at least 16 visible ASCII characters";

  private static final int SHORTEST = 16;
  private static final int LONGEST = 1024;
  private static final int DRAWN_BYTES = 32;

  public TargetKey {
    require(value);
  }

  /** Refuses a {@code value} that could be guessed, or that no field could hold. */
  static void require(String value) {
    boolean fits = value.length() >= SHORTEST && value.length() <= LONGEST;
    if (!fits || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("a key must be " + RULE);
    }
  }

  /** A key of 256 bits from {@code random}, which should be a secure one. */
  public static TargetKey drawnFrom(RandomGenerator random) {
    byte[] bytes = new byte[DRAWN_BYTES];
    random.nextBytes(bytes);
    return new TargetKey(HexFormat.of().formatHex(bytes));
  }

  /** All but the key. */
  @Override
  public String toString() {
    return "TargetKey[***]";
  }
}

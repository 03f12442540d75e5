package dev.wayfare.router.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What the router keeps of an API key: its SHA-256.
 *
 * <p>A plain digest is enough, since a key is 256 random bits: no list of likely keys is there to
 * be tried, which salts and slow digests such as those for passwords are meant to hinder (NIST SP
 * 800-63B, section 5.1.2.2, asks them of secrets below 112 bits). It also costs whoever guesses
 * more than the router.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
public record KeyHash(String hex) {
  /** What a hash looks like in the file. */
  static final Pattern TEXT = Pattern.compile("sha256:[0-9a-f]{64}");

  private static final String ALGORITHM = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /** By this, those who look for secrets in places where none should be find a key. */
  private static final String KEY_PREFIX = "wayfare_";

  private static final Pattern KEY = Pattern.compile(KEY_PREFIX + "[0-9a-f]{8,}");

  private static final int KEY_BYTES = 32;
  private static final int START_DIGITS = 8;

  public KeyHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("a SHA-256 is 64 hexadecimal digits in lower case");
    }
  }

  /** The hash written as {@code text}, see {@link #text}. */
  static KeyHash parse(String text) {
    return new KeyHash(text.substring(ALGORITHM.length()));
  }

  /** The {@code text} with a mask over each key that {@link #drawKey} may have drawn. */
  static String masked(String text) {
    return KEY.matcher(text).replaceAll(KEY_PREFIX + "***");
  }

  /** The hash of {@code key}. */
  public static KeyHash of(String key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(key.getBytes(StandardCharsets.UTF_8));
      return new KeyHash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A key of 256 bits from {@code random}, which must be a secure one. */
  public static String drawKey(RandomGenerator random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return KEY_PREFIX + HexFormat.of().formatHex(bytes);
  }

  /** A part of it, by which it can be looked up: telling that much of it tells nothing of a key. */
  public String start() {
    return hex.substring(0, START_DIGITS);
  }

  /** Whether both are the same, found in a time that does not tell how much of them is. */
  public boolean isSame(KeyHash other) {
    return MessageDigest.isEqual(
        hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
  }

  /** The hash as it stands in the file. */
  public String text() {
    return ALGORITHM + hex;
  }
}

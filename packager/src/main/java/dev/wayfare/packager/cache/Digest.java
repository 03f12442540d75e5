package dev.wayfare.packager.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256. */
final class Digest {
  static final int BYTES = 32;

  private Digest() {}

  static byte[] of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  static byte[] of(byte[] bytes, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, offset, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

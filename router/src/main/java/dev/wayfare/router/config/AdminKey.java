package dev.wayfare.router.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What the admin server asks for. Its text is in {@link #authorization} alone, never in a log.
 *
 * @param value at least 16 visible ASCII characters
 */
public record AdminKey(String value) {
  private static final String SCHEME = "Bearer ";

  public AdminKey {
    TargetKey.require(value);
  }

  /** What a client of the admin server sends in {@code Authorization}. */
  public String authorization() {
    return SCHEME + value;
  }

  /**
   * Whether a client may be answered that sends {@code authorization} (RFC 6750, section 2.1),
   * found in a time that tells nothing of the key.
   */
  public boolean isIn(String authorization) {
    int end = SCHEME.length();
    return authorization.regionMatches(true, 0, SCHEME, 0, end)
        && MessageDigest.isEqual(
            authorization.substring(end).strip().getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8));
  }

  /** All but the key. */
  @Override
  public String toString() {
    return "AdminKey[***]";
  }
}

package dev.wayfare.router.config;

import org.jspecify.annotations.Nullable;

/**
 * What the router needs to be let in by a target.
 *
 * @param key what it proves itself with to the function, or null where that asks for nothing
 * @param auth how it proves itself to the platform, or null where that asks for nothing
 * @param tls the files by which both know each other, or null where the system's roots do
 */
public record TargetAccess(
    @Nullable TargetKey key, @Nullable TargetAuth auth, @Nullable TargetTlsFiles tls) {
  /** What a target has that anybody may call. */
  public static final TargetAccess OPEN = new TargetAccess(null, null, null);

  /** Whether anything secret is sent. */
  boolean isSecret() {
    return key != null || auth != null;
  }

  /** The same with another key. */
  TargetAccess withKey(TargetKey newKey) {
    return new TargetAccess(newKey, auth, tls);
  }
}

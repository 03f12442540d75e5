package dev.wayfare.router.sign;

import java.time.Instant;
import java.util.Map;

/**
 * What an issuer gave the router for the platform of a target. Safe to use from many threads;
 * nothing of it is in its text.
 */
public interface Credential {
  /** When the platform stops believing it. */
  Instant expiresAt();

  /**
   * The fields by which the platform believes {@code request}, by their lower-case names; made
   * without waiting for anything.
   */
  Map<String, String> fields(SignableRequest request);
}

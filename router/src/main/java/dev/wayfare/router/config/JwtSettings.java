package dev.wayfare.router.config;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Which tokens (JWT, RFC 7519) are believed.
 *
 * @param issuer what {@code iss} must be
 * @param audience what must be in {@code aud}
 * @param jwksUrl where the issuer's keys are (RFC 7517)
 * @param algorithms by which a token may be signed, by their names in RFC 7518; none of a shared
 *     key
 * @param claim that names who calls
 * @param cacheDuration how long the keys are used before they are read again
 * @param outage how long they are used where they cannot be read again
 */
public record JwtSettings(
    String issuer,
    String audience,
    URI jwksUrl,
    Set<String> algorithms,
    String claim,
    Duration cacheDuration,
    Duration outage) {
  public JwtSettings {
    algorithms = Set.copyOf(algorithms);
  }
}

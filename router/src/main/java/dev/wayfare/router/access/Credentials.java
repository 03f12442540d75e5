package dev.wayfare.router.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows to be known by. Its text is in no log.
 *
 * @param keys the values of the field for API keys, one for each line
 * @param authorizations the values of {@code Authorization}
 * @param address that it came from, or null where that is not known
 */
public record Credentials(
    List<String> keys, List<String> authorizations, @Nullable String address) {
  private static final String BEARER = "Bearer ";

  public Credentials {
    keys = List.copyOf(keys);
    authorizations = List.copyOf(authorizations);
  }

  /** Whether there is a bearer token, or several (RFC 6750, section 2.1). */
  boolean hasToken() {
    return authorizations.stream().anyMatch(Credentials::isBearer);
  }

  /** The one bearer token; empty where there is more beside it. */
  Optional<String> token() {
    return authorizations.size() == 1
        ? authorizations.stream()
            .filter(Credentials::isBearer)
            .map(Credentials::afterScheme)
            .findFirst()
        : Optional.empty();
  }

  private static boolean isBearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  private static String afterScheme(String authorization) {
    return authorization.substring(BEARER.length()).strip();
  }

  /** All but the credentials. */
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}

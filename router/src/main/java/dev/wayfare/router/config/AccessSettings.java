package dev.wayfare.router.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code access}: who may call functions.
 *
 * @param anonymous whether a request without a credential is served
 * @param keyHeader the field that has the API key, in lower case
 * @param jwt which tokens are believed; null for none
 * @param allowance what those may do whom the file does not name
 * @param consumers those whom it names
 */
public record AccessSettings(
    boolean anonymous,
    String keyHeader,
    @Nullable JwtSettings jwt,
    Allowance allowance,
    List<ConsumerSettings> consumers) {
  /** Where an API key is that no other field is named for. */
  public static final String KEY_HEADER = "x-api-key";

  public AccessSettings {
    consumers = List.copyOf(consumers);
  }
}

package dev.wayfare.router.sign;

import dev.wayfare.router.config.TargetKey;
import java.time.Instant;
import java.util.Map;

/**
 * A key of an app of Azure Functions.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/function-keys-how-to">Work with
 *     access keys in Azure Functions</a>
 */
record FunctionKey(TargetKey key) implements Credential {
  @Override
  public Instant expiresAt() {
    return Instant.MAX;
  }

  @Override
  public Map<String, String> fields(SignableRequest request) {
    return Map.of("x-functions-key", key.value());
  }
}

package dev.wayfare.router.config;

import java.util.List;

/**
 * A consumer that the file names.
 *
 * @param name lower-case letters, digits and -
 * @param keys the hashes of its API keys: several, so that one can be replaced while both are good
 * @param allowance what it may do
 */
public record ConsumerSettings(String name, List<KeyHash> keys, Allowance allowance) {
  public ConsumerSettings {
    keys = List.copyOf(keys);
  }
}

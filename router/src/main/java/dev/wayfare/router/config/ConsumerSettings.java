package dev.wayfare.router.config;

import java.util.List;
import java.util.Set;

/**
 * A consumer that the file names.
 *
 * @param name lower-case letters, digits and -
 * @param keys the hashes of its API keys: several, so that one can be replaced while both are good
 * @param subjects by which tokens name it
 * @param allowance what it may do
 */
public record ConsumerSettings(
    String name, List<KeyHash> keys, Set<String> subjects, Allowance allowance) {
  public ConsumerSettings {
    keys = List.copyOf(keys);
    subjects = Set.copyOf(subjects);
  }
}

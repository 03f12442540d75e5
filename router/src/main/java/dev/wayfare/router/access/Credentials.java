package dev.wayfare.router.access;

import java.util.List;

/**
 * What a request shows to be known by. Its text is in no log.
 *
 * @param keys the values of the field for API keys, one for each line
 */
public record Credentials(List<String> keys) {
  public Credentials {
    keys = List.copyOf(keys);
  }

  /** All but the credentials. */
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}

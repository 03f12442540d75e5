package dev.wayfare.router.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows to be known by. Its text is in no log.
 *
 * @param keys the values of the field for API keys, one for each line
 * @param address that it came from, or null where that is not known
 */
public record Credentials(List<String> keys, @Nullable String address) {
  public Credentials {
    keys = List.copyOf(keys);
  }

  /** All but the credentials. */
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}

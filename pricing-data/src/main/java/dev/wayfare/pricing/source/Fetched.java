package dev.wayfare.pricing.source;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server had to say. */
sealed interface Fetched<T> {
  /**
   * A list, read to its end.
   *
   * @param label how the server calls this version of it: its {@code ETag}, or else its {@code
   *     Last-Modified}; null where it does not say
   */
  record Content<T>(T value, @Nullable String label) implements Fetched<T> {
    Optional<String> validator() {
      return Optional.ofNullable(label);
    }
  }

  /** The list is the one that the request named. */
  record Unchanged<T>() implements Fetched<T> {}
}

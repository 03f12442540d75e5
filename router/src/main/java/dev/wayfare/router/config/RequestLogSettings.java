package dev.wayfare.router.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code request-log} of the file.
 *
 * @param file where requests are written, or null for standard output
 * @param maxBytes how long one file may be, as in {@link DecisionLogSettings}
 * @param files how many there may be, as in {@link DecisionLogSettings}
 */
public record RequestLogSettings(@Nullable Path file, long maxBytes, int files) {
  /** To standard output. */
  static final RequestLogSettings STDOUT =
      new RequestLogSettings(
          null, DecisionLogSettings.DEFAULT_BYTES, DecisionLogSettings.DEFAULT_FILES);
}

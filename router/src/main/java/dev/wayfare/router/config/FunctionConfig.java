package dev.wayfare.router.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function, as the file describes it.
 *
 * @param name unique over the file
 * @param path the prefix of the requests it gets: {@code /}, or segments without a trailing slash
 * @param module the WebAssembly module, resolved against the file, or null where the file names
 *     none
 * @param targets where it runs, in the order of the file, at least one
 */
public record FunctionConfig(
    String name, String path, @Nullable Path module, List<TargetConfig> targets) {
  public FunctionConfig {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("function %s has no target".formatted(name));
    }
  }
}

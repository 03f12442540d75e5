package dev.wayfare.router.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One function, as the file describes it.
 *
 * @param name unique over the file
 * @param path the prefix of the requests it gets: {@code /}, or segments without a trailing slash
 * @param module the WebAssembly module, resolved against the file, or null where the file names
 *     none
 * @param files the folder that its guests may read, resolved against the file, or null for none
 * @param host environment variables of the function host, wherever it runs
 * @param policy how requests are spread over its targets
 * @param targets where it runs, in the order of the file; none only where none is deployed yet
 */
public record FunctionConfig(
    String name,
    String path,
    @Nullable Path module,
    @Nullable Path files,
    Map<String, String> host,
    PolicySettings policy,
    List<TargetConfig> targets) {
  public FunctionConfig {
    host = Map.copyOf(host);
    targets = List.copyOf(targets);
  }

  /** A copy with another module. */
  public FunctionConfig withModule(Path other) {
    return new FunctionConfig(name, path, other, files, host, policy, targets);
  }

  /** Whether {@code other} is the same function with the same module in the same environment. */
  public boolean isSameProgram(FunctionConfig other) {
    return name.equals(other.name)
        && Objects.equals(module, other.module)
        && Objects.equals(files, other.files)
        && host.equals(other.host);
  }

  /** A copy with other targets. */
  public FunctionConfig withTargets(List<TargetConfig> others) {
    return new FunctionConfig(name, path, module, files, host, policy, others);
  }
}

package dev.wayfare.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What all commands about deployments take. */
final class DeploymentOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration, with a section deployment; default ${DEFAULT-VALUE}.")
  private Path file = Path.of("wayfare.yaml");

  @Option(
      names = "--target",
      paramLabel = "ID",
      description = "A target in place of all; may be repeated.")
  private List<String> ids = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  DeploymentFile read() {
    return DeploymentFile.read(file);
  }

  Path file() {
    return file;
  }

  List<String> ids() {
    return ids;
  }

  boolean isJson() {
    return json;
  }
}

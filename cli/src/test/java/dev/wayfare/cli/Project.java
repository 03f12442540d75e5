package dev.wayfare.cli;

import java.nio.file.Path;
import java.util.List;

/** What tests read of the project's own files. */
final class Project {
  /** The project's own folder, seen from a module's folder, where Maven runs its tests. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Project() {}

  /** The golden requests of the examples. */
  static List<GoldenCase> goldenCases() {
    return GoldenCase.readAll(ROOT.resolve("examples/golden"));
  }
}

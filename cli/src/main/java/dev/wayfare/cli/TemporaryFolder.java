package dev.wayfare.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What is gone when a command ends. */
final class TemporaryFolder {
  private TemporaryFolder() {}

  /** Removes a folder and all in it; where that fails, {@code err} is told. */
  static void remove(Path folder, PrintWriter err) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      err.println("wayfare: " + folder + " could not be removed (" + e + ")");
    }
  }
}

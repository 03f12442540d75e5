package dev.wayfare.cli;

import dev.wayfare.packager.archive.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The version of an installation's shims, which the names of their jars tell. */
final class ShimVersion {
  private ShimVersion() {}

  /**
   * That of the shim for {@code target}.
   *
   * @throws UserErrorException where the installation has none
   */
  static String of(Installation installation, Target target) {
    Pattern name = Pattern.compile("wayfare-shim-" + target.id() + "-(.+)\\.jar");
    Path folder = installation.shims().resolve(target.id());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> name.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .findFirst()
          .orElseThrow(() -> incomplete(folder));
    } catch (IOException e) {
      throw new UserErrorException(
          "this installation lacks the shim in %s (%s); install Wayfare again".formatted(folder, e),
          e);
    }
  }

  private static UserErrorException incomplete(Path folder) {
    return new UserErrorException(
        "this installation lacks the shim in " + folder + "; install Wayfare again");
  }
}

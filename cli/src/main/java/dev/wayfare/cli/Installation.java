package dev.wayfare.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where this Wayfare is installed: {@code lib/} with the command's jars, {@code shims/} with what
 * goes into packages, {@code runtimes/} with the clouds' own runtimes, {@code share/} with the
 * example module and the default configuration.
 *
 * @param home the folder that holds them
 */
record Installation(Path home) {
  private static final String PROPERTY = "wayfare.home";

  /**
   * The installation that the launcher script names by the system property {@value #PROPERTY}.
   *
   * @throws UserErrorException if it does not, or if the folder is no installation
   */
  static Installation current() {
    String home = System.getProperty(PROPERTY);
    if (home == null || !Files.isDirectory(Path.of(home, "shims"))) {
      throw new UserErrorException(
          "this is no complete installation (wayfare.home is " + home + "); run ./wayfare");
    }
    return new Installation(Path.of(home).toAbsolutePath().normalize());
  }

  Path shims() {
    return home.resolve("shims");
  }

  Path runtimes() {
    return home.resolve("runtimes");
  }

  Path library() {
    return home.resolve("lib");
  }

  Path defaultConfig() {
    return home.resolve("share/wayfare.yaml");
  }
}

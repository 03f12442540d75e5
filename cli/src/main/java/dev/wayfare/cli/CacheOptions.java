package dev.wayfare.cli;

import dev.wayfare.packager.cache.CompileCache;
import dev.wayfare.packager.cache.CompileCache.Location;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where compiled modules are kept between runs. */
final class CacheOptions {
  /** The environment's name of the folder. */
  static final String FOLDER = "WAYFARE_CACHE";

  /** The environment's name of the most that the folder may hold. */
  static final String BYTES = "WAYFARE_CACHE_BYTES";

  private static final long DEFAULT_BYTES = 1L << 30;
  private static final long MEMORY_BYTES = 256L << 20;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "The folder that keeps compiled modules; default $WAYFARE_CACHE, or else"
              + " $XDG_CACHE_HOME/wayfare, or else ~/.cache/wayfare.")
  private @Nullable Path folder;

  @Option(names = "--no-cache", description = "Compile anew and keep nothing.")
  private boolean none;

  private @Nullable CompileCache opened;

  /**
   * The cache, the same one for each call.
   *
   * @param err takes warnings
   * @throws dev.wayfare.packager.cache.UnsafeFolderException if others could put classes into it
   */
  CompileCache open(PrintWriter err) {
    CompileCache cache = opened;
    if (cache == null) {
      cache =
          location(System.getenv())
              .map(
                  location ->
                      CompileCache.of(
                          location,
                          MEMORY_BYTES,
                          InstantSource.system(),
                          warning -> err.println("warning: " + warning)))
              .orElseGet(() -> CompileCache.inMemory(MEMORY_BYTES));
      opened = cache;
    }
    return cache;
  }

  private Optional<Location> location(Map<String, String> environment) {
    if (none && folder != null) {
      throw new UserErrorException("--cache and --no-cache exclude each other; leave one out");
    }
    if (none) {
      return Optional.empty();
    }
    return Optional.of(
        new Location(folder != null ? folder : folder(environment), bytes(environment)));
  }

  /** The folder where {@code --cache} names none. */
  static Path folder(Map<String, String> environment) {
    String named = environment.getOrDefault(FOLDER, "");
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    try {
      if (!named.isEmpty()) {
        return Path.of(named);
      }
      // The XDG base directory specification: a relative path is to be ignored.
      return caches.startsWith("/")
          ? Path.of(caches, "wayfare")
          : Path.of(System.getProperty("user.home"), ".cache", "wayfare");
    } catch (InvalidPathException e) {
      throw new UserErrorException(FOLDER + " must be a folder (" + e.getMessage() + ")", e);
    }
  }

  private static long bytes(Map<String, String> environment) {
    String text = environment.get(BYTES);
    if (text == null) {
      return DEFAULT_BYTES;
    }
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new UserErrorException(
          BYTES + " must be a number of bytes, at least 1, but is \"" + text + "\"");
    }
    return Long.parseLong(text);
  }
}

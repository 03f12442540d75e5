package dev.wayfare.packager.archive;

import dev.wayfare.packager.zip.Zip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's cache of an edge package: its classes as they are once they are loaded and linked, and
 * what is called often. The JVM writes it at the end of a run in which the server answered a few
 * requests of its own.
 *
 * <p>It is of use to the same build of the JVM on the same kind of machine, beside the same jars;
 * another JVM says so and starts as without it. Java 25.0.3 does not look whether the jars that a
 * manifest names are still those that the cache was made of, so the files of a package belong
 * together.
 *
 * @see <a href="https://openjdk.org/jeps/483">JEP 483, classes loaded ahead of time</a>
 * @see <a href="https://openjdk.org/jeps/514">JEP 514, a cache made in one step</a>
 * @see <a href="https://openjdk.org/jeps/515">JEP 515, what is called often</a>
 */
final class AotCache {
  /** Its name in the package. */
  static final String NAME = "function.aot";

  /** What the JVM is told to use it, in the package's folder. */
  static final String FLAG = "-XX:AOTCache=" + NAME;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private AotCache() {}

  /**
   * The cache of a package with these files.
   *
   * @throws PackagingException if the JVM or the server did not make one, with what they printed
   */
  static byte[] of(Map<String, byte[]> files) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("wayfare-aot-");
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
        // A JVM that looks whether the jars are the same looks at their times too.
        Files.setLastModifiedTime(path, Zip.unpackedTime());
      }
      run(folder);
      return Files.readAllBytes(folder.resolve(NAME));
    } catch (IOException e) {
      throw failed(e.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", e);
    } finally {
      remove(folder);
    }
  }

  private static void run(Path folder) throws IOException, InterruptedException {
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:AOTCacheOutput=" + NAME,
                    "-XX:-DontCompileHugeMethods",
                    "-jar",
                    FunctionJar.NAME,
                    "--port",
                    "0",
                    "--rehearse"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw failed("it did not end after " + PATIENCE.toSeconds() + " s", null);
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0 || !Files.exists(folder.resolve(NAME))) {
      throw failed(Files.readString(printed, StandardCharsets.UTF_8).strip(), null);
    }
  }

  private static PackagingException failed(String why, @Nullable Throwable cause) {
    String message = "no AOT cache can be made (" + why + "); package without --aot-cache";
    return cause == null ? new PackagingException(message) : new PackagingException(message, cause);
  }

  private static void remove(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failed(folder + " cannot be removed: " + e, e);
    }
  }
}

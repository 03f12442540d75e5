package dev.wayfare.packager.archive;

import dev.wayfare.packager.zip.Zip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The jars that one target's package holds beside the function: its shim and what that needs.
 *
 * @param shim the file name of the shim's own jar
 * @param jars every jar, the shim's among them, by file name; not compressed
 */
record ShimJars(String shim, SortedMap<String, byte[]> jars) {

  /**
   * The jars in a folder.
   *
   * @throws PackagingException if the folder or the shim's jar in it is missing
   */
  static ShimJars in(Path folder, Target target) {
    var jars = new TreeMap<String, byte[]>();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> paths = files.filter(file -> file.toString().endsWith(".jar")).toList();
      for (Path path : paths) {
        jars.put(
            path.getFileName().toString(), Zip.uncompressed(Zip.files(Files.readAllBytes(path))));
      }
    } catch (java.nio.file.NoSuchFileException e) {
      throw incomplete(folder, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String shim =
        jars.keySet().stream()
            .filter(name -> name.startsWith("wayfare-shim-" + target.id()))
            .findFirst()
            .orElseThrow(() -> incomplete(folder, null));
    return new ShimJars(shim, jars);
  }

  private static PackagingException incomplete(
      Path folder, @org.jspecify.annotations.Nullable Throwable cause) {
    String message = "this installation lacks the shim in " + folder + "; install Wayfare again";
    return cause == null ? new PackagingException(message) : new PackagingException(message, cause);
  }
}

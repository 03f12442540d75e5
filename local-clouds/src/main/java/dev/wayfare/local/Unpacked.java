package dev.wayfare.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An archive unpacked into a folder of its own, which is gone when this is closed. */
public final class Unpacked implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.wayfare.local");

  /**
   * The largest that any of the clouds takes: Lambda's 250 MB.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda
   *     quotas</a>
   */
  private static final long LIMIT_BYTES = 250L << 20;

  private static final int LIMIT_FILES = 10_000;

  private final Path folder;

  private Unpacked(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks an archive.
   *
   * @throws IllegalArgumentException if it is no ZIP archive, too large, or wants to write outside
   *     its folder
   */
  public static Unpacked of(Path archive) throws IOException {
    var unpacked = new Unpacked(Files.createTempDirectory("wayfare-"));
    try (var zip = new ZipFile(archive.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      requireBounded(archive, entries);
      for (ZipEntry entry : entries) {
        unpacked.write(zip, entry);
      }
      return unpacked;
    } catch (ZipException e) {
      unpacked.close();
      throw new IllegalArgumentException(
          archive + " is no ZIP archive (" + e.getMessage() + ")", e);
    } catch (IOException | RuntimeException e) {
      unpacked.close();
      throw e;
    }
  }

  /** A folder with nothing in it yet. */
  public static Unpacked empty() throws IOException {
    return new Unpacked(Files.createTempDirectory("wayfare-"));
  }

  /** The folder that holds the archive's files. */
  public Path folder() {
    return folder;
  }

  /** Deletes the folder and all that is in it. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(Unpacked::delete);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "the folder " + folder + " could not be deleted", e);
    }
  }

  private void write(ZipFile zip, ZipEntry entry) throws IOException {
    Path file = folder.resolve(entry.getName()).normalize();
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new IllegalArgumentException(
          "the archive holds \"" + entry.getName() + "\", which lies outside its folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.resolveSibling("."));
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, file);
    }
  }

  private static void requireBounded(Path archive, List<? extends ZipEntry> entries) {
    long bytes = entries.stream().mapToLong(ZipEntry::getSize).sum();
    if (bytes > LIMIT_BYTES || entries.size() > LIMIT_FILES) {
      throw new IllegalArgumentException(
          archive
              + " unpacks to "
              + entries.size()
              + " files of "
              + bytes
              + " bytes; the limits are "
              + LIMIT_FILES
              + " and "
              + LIMIT_BYTES);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

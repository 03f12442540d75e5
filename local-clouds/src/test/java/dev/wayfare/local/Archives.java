package dev.wayfare.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes the archives and folders that stand-ins run, out of classes of these tests. */
public final class Archives {
  private Archives() {}

  /** Writes an archive. */
  public static Path zip(Path file, Map<String, byte[]> files) {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a class's file lies in a jar. */
  public static String path(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  /** The file of a class. */
  public static byte[] bytes(Class<?> type) {
    return bytes("/" + path(type));
  }

  /** A file of these tests' class path. */
  public static byte[] bytes(String resource) {
    try (InputStream in = Archives.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.wayfare.packager.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes files into a ZIP whose bytes depend on nothing but their names and contents: sorted, with
 * one date for all.
 */
public final class Zip {
  /** The earliest date that the format can hold. */
  private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Zip() {}

  /** When the files were last changed, once the archive is unpacked in this machine's time zone. */
  public static FileTime unpackedTime() {
    return FileTime.from(DATE.atZone(ZoneId.systemDefault()).toInstant());
  }

  /** The archive of {@code files} by their paths, with a comment or "". */
  public static byte[] of(SortedMap<String, byte[]> files, String comment) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setComment(comment);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(DATE);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }
}

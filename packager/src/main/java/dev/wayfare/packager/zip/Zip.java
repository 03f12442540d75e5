package dev.wayfare.packager.zip;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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
    return of(files, comment, ZipEntry.DEFLATED);
  }

  /**
   * The same without compression, for an archive in an archive: the outer one compresses it better,
   * and a JVM that loads hundreds of classes need not unpack each.
   */
  public static byte[] uncompressed(SortedMap<String, byte[]> files) {
    return of(files, "", ZipEntry.STORED);
  }

  /**
   * The files of an archive by their paths, without its folders.
   *
   * @throws IOException if it is broken
   */
  public static SortedMap<String, byte[]> files(byte[] archive) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    return files;
  }

  private static byte[] of(SortedMap<String, byte[]> files, String comment, int method) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setComment(comment);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(entry(file.getKey(), file.getValue(), method));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  /** What is stored as it is has its size and checksum in front of it. */
  private static ZipEntry entry(String path, byte[] content, int method) {
    var entry = new ZipEntry(path);
    entry.setTimeLocal(DATE);
    entry.setMethod(method);
    if (method == ZipEntry.STORED) {
      var checksum = new CRC32();
      checksum.update(content);
      entry.setSize(content.length);
      entry.setCrc(checksum.getValue());
    }
    return entry;
  }
}

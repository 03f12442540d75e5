package dev.wayfare.router.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that makes room for another when it is full: {@code FILE} becomes {@code FILE.1},
 * that becomes {@code FILE.2} and so on, and the oldest is gone. So all of them together are never
 * longer than so many full ones.
 *
 * <p>After a failure it is opened anew for the next line, so that it goes on once the disk has room
 * or the folder is back.
 */
final class RotatedFile implements LineSink {
  private static final byte LINE_FEED = '\n';

  private final Path file;
  private final long maxBytes;
  private final int files;
  private @Nullable FileChannel channel;
  private long bytes;

  private RotatedFile(Path file, long maxBytes, int files) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.files = files;
  }

  /**
   * Opens {@code file}, or makes it; goes on after what is in it.
   *
   * @param maxBytes how long it may be; no line is longer
   * @param files how many there may be, this one included
   * @throws IOException where it cannot be written to
   */
  static RotatedFile open(Path file, long maxBytes, int files) throws IOException {
    RotatedFile rotated = new RotatedFile(file, maxBytes, files);
    rotated.open();
    return rotated;
  }

  @Override
  public void append(byte[] line) throws IOException {
    try {
      FileChannel out = channel == null ? open() : channel;
      if (bytes > 0 && bytes + line.length > maxBytes) {
        close();
        shift();
        out = open();
      }
      write(out, line);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private FileChannel open() throws IOException {
    FileChannel opened =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    channel = opened;
    bytes = opened.size();
    if (isCutOff()) {
      write(opened, new byte[] {LINE_FEED});
    }
    return opened;
  }

  /** Whether its last line has no end, as after a {@code kill -9} or on a full disk. */
  private boolean isCutOff() throws IOException {
    if (bytes == 0 || bytes >= maxBytes) {
      return false; // A full one gets no other line.
    }
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      in.position(bytes - 1).read(last);
      return last.get(0) != LINE_FEED;
    }
  }

  private void write(FileChannel out, byte[] line) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(line);
    while (left.hasRemaining()) {
      bytes += out.write(left);
    }
  }

  private void shift() throws IOException {
    for (int age = files - 2; age >= 0; age--) {
      if (Files.exists(aged(age))) {
        Files.move(aged(age), aged(age + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path aged(int age) {
    return age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      FileChannel open = channel;
      channel = null;
      open.close();
    }
  }
}

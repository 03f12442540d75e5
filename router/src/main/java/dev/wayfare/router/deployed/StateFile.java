package dev.wayfare.router.deployed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file that says what is deployed. Whoever reads it sees one whole state or the next, never a
 * part; whoever writes it holds {@link #lock}, which the system releases where a process dies.
 */
public final class StateFile {
  /** Far above any real file; keeps a wrong one from filling memory. */
  static final int MOST_BYTES = 16 << 20;

  private final Path file;

  private StateFile(Path file) {
    this.file = file;
  }

  /** The file at {@code path}, which need not exist. */
  public static StateFile at(Path path) {
    return new StateFile(path);
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /**
   * What is deployed: nothing where there is no file.
   *
   * @throws InvalidStateException where it cannot be read or is not valid
   */
  public DeployedTargets read() {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidStateException(
            "%s: a state file has at most %d bytes; is this one?".formatted(file, MOST_BYTES));
      }
      return DeployedTargets.parse(file, new String(bytes, UTF_8));
    } catch (NoSuchFileException e) {
      return DeployedTargets.EMPTY;
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private InvalidStateException failed(String verb, IOException e) {
    return new InvalidStateException(
        "%s: this file cannot be %s (%s); see that this process may do it and its folder exists"
            .formatted(file, verb, e),
        e);
  }

  /**
   * Takes the right to write it: an exclusive lock of the system on the file of the same name with
   * {@code .lock}, which stays.
   *
   * @throws InvalidStateException where somebody else has it, or it cannot be had
   */
  public Held lock() {
    try {
      // What a link points to is written; the link is not replaced.
      Path real = Files.isSymbolicLink(file) ? file.toRealPath() : file;
      Path lockFile = real.resolveSibling(real.getFileName() + ".lock");
      FileChannel channel = FileChannel.open(lockFile, CREATE, READ, WRITE);
      try {
        if (!isLocked(channel)) {
          throw heldByAnother(lockFile);
        }
        byte[] holder = Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8);
        channel.truncate(0).write(ByteBuffer.wrap(holder));
        return new Held(real, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed("locked", e);
    }
  }

  /** Whether this process has the lock now; a second one in the same process would be a fault. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private InvalidStateException heldByAnother(Path lockFile) throws IOException {
    return new InvalidStateException(
        "%s: another wayfare is writing it, pid %s since %s; wait for it"
            .formatted(
                file,
                Files.readString(lockFile),
                Files.getLastModifiedTime(lockFile).toInstant().truncatedTo(SECONDS)));
  }

  /** The right to write the file. Of one thread. */
  public static final class Held implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Held(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /**
     * Puts {@code state} in the place of what the file says, on disk when this returns.
     *
     * @throws InvalidStateException where it cannot be written: then the file is as it was
     */
    public void write(DeployedTargets state) {
      if (!channel.isOpen()) {
        throw new IllegalStateException("the lock was given back");
      }
      Path next = file.resolveSibling(file.getFileName() + ".new");
      try {
        try (var out = FileChannel.open(next, CREATE, TRUNCATE_EXISTING, WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(state.json().getBytes(UTF_8));
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
          out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent(), READ)) {
          folder.force(true); // The name, too, outlives a crash of the machine.
        }
      } catch (IOException e) {
        throw new StateFile(file).failed("written", e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new StateFile(file).failed("unlocked", e);
      }
    }
  }
}

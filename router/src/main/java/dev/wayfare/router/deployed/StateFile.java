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
import java.time.Duration;

/**
 * A file that says what is deployed. The system releases its lock where a process dies.
 *
 * @param file need not exist
 */
public record StateFile(Path file) implements StateStore {
  @Override
  public DeployedTargets read() {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidStateException(
            "%s: a state file has at most %d bytes; is this one?".formatted(file, MOST_BYTES));
      }
      return DeployedTargets.parse(file.toString(), new String(bytes, UTF_8));
    } catch (NoSuchFileException e) {
      return DeployedTargets.EMPTY;
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  @Override
  public String version() {
    try {
      return Files.getLastModifiedTime(file).toString();
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** Two looks, and one more second. */
  @Override
  public Duration timeToBeRead() {
    return Duration.ofSeconds(3);
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private UnreachableStateException failed(String verb, IOException e) {
    return new UnreachableStateException(
        "%s: this file cannot be %s (%s); see that this process may do it and its folder exists"
            .formatted(file, verb, e),
        e);
  }

  /**
   * An exclusive lock of the system on the file of the same name with {@code .lock}, which stays.
   */
  @Override
  public StateLock lock(String holder) {
    try {
      // What a link points to is written; the link is not replaced.
      Path real = Files.isSymbolicLink(file) ? file.toRealPath() : file;
      Path lockFile = real.resolveSibling(real.getFileName() + ".lock");
      FileChannel channel = FileChannel.open(lockFile, CREATE, READ, WRITE);
      try {
        if (!isLocked(channel)) {
          throw heldByAnother(lockFile);
        }
        channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(UTF_8)));
        return new Held(real, channel, read());
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
        "%s: another wayfare is writing it, %s since %s; wait for it"
            .formatted(
                file,
                Files.readString(lockFile),
                Files.getLastModifiedTime(lockFile).toInstant().truncatedTo(SECONDS)));
  }

  /**
   * @param file that is written
   * @param channel to the file with the lock
   */
  private record Held(Path file, FileChannel channel, DeployedTargets before) implements StateLock {
    @Override
    public void require() {
      if (!channel.isOpen()) {
        throw InvalidStateException.givenBack(new StateFile(file));
      }
    }

    @Override
    public synchronized void write(DeployedTargets state) {
      require();
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
    public synchronized void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new StateFile(file).failed("unlocked", e);
      }
    }
  }
}

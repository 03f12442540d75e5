package dev.wayfare.pricing.source;

import dev.wayfare.pricing.InvalidPriceBookException;
import dev.wayfare.pricing.PriceBook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps the last good book, so that it survives a restart.
 *
 * <p>A new book is written beside it, forced to the disk and then moved into its place: whenever
 * the process or the machine ends, the file is either the old book or the new one. It states its
 * own hash, and one that does not fit is not used.
 */
public final class BookStore {
  private final Path file;

  /** A store in {@code file}, which need not exist; its folder is made when a book is saved. */
  public BookStore(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * The book to start with.
   *
   * @param isStored true where it is from the file, false where it is the shipped one
   * @param problem why the file was not used, one sentence; null where nothing is wrong
   */
  public record Loaded(PriceBook book, boolean isStored, @Nullable String problem) {
    /** Why the file was not used, where it should have been. */
    public Optional<String> warning() {
      return Optional.ofNullable(problem);
    }
  }

  /** The file's absolute path. */
  public Path file() {
    return file;
  }

  /**
   * The book in the file; the shipped one where there is no file, where it is damaged, or where the
   * shipped one is of a later day.
   */
  public Loaded load() {
    PriceBook shipped = PriceBook.shipped();
    try (InputStream in = Files.newInputStream(file)) {
      PriceBook stored = PriceBook.parse(in, file.toString());
      return stored.asOf().isBefore(shipped.asOf())
          ? new Loaded(shipped, false, null)
          : new Loaded(stored, true, null);
    } catch (NoSuchFileException e) {
      return new Loaded(shipped, false, null);
    } catch (InvalidPriceBookException e) {
      return new Loaded(shipped, false, e.getMessage());
    } catch (IOException e) {
      return new Loaded(shipped, false, file + " cannot be read (" + e + ")");
    }
  }

  /**
   * Puts {@code book} into the file.
   *
   * @throws IOException where it cannot be written; the file is what it was
   */
  public void save(PriceBook book) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new NoSuchFileException(file.toString());
    }
    Files.createDirectories(folder);
    Path next = Files.createTempFile(folder, file.getFileName() + ".", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(book.toJson());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
    forceFolder(folder);
  }

  /** The move itself is on the disk only once the folder is; where that cannot be asked for, no. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder; the file itself is whole either way.
    }
  }
}

package dev.wayfare.router.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Notices when a file that this process has read is written to. Used by one thread at a time. */
public final class WrittenFile {
  private static final FileTime NEVER = FileTime.fromMillis(0);

  private final Path file;
  private FileTime seen;

  /** Notices what is written to {@code file} from now on; it need not exist. */
  public WrittenFile(Path file) {
    this.file = file;
    this.seen = writtenAt();
  }

  /** Whether it was written to, or came or went, since this was last asked or {@link #see} ran. */
  public boolean isNew() {
    FileTime before = seen;
    see();
    return !seen.equals(before);
  }

  /** Takes the file as it is now for seen. */
  public void see() {
    seen = writtenAt();
  }

  private FileTime writtenAt() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return NEVER; // Whoever reads it says what is wrong.
    }
  }
}

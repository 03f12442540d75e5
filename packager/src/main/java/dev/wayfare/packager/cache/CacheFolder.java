package dev.wayfare.packager.cache;

import dev.wayfare.packager.compile.CompiledModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Compiled modules in a folder, one file each, that several processes may share. A file appears
 * under its name whole or not at all; its date tells when it was last used, and the files that were
 * not used for the longest go when all together are too large.
 *
 * <p>A folder that cannot be read or written stops nothing: what cannot be kept is compiled again.
 */
final class CacheFolder {
  private static final String UNFINISHED = ".part";

  /** By then whoever wrote an unfinished file has died. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final long maxBytes;
  private final InstantSource clock;
  private final Consumer<String> warnings;
  private final AtomicBoolean warnedOfStoring = new AtomicBoolean();

  private CacheFolder(Path folder, long maxBytes, InstantSource clock, Consumer<String> warnings) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.warnings = warnings;
  }

  /**
   * Opens a folder, and makes it if it is not there; nothing if it cannot be used, which is told as
   * a warning.
   *
   * @throws UnsafeFolderException if others can write to it
   */
  static Optional<CacheFolder> open(
      Path folder, long maxBytes, InstantSource clock, Consumer<String> warnings) {
    try {
      Files.createDirectories(folder, ownerOnly(folder));
      Path real = folder.toRealPath();
      Ownership.complaint(real)
          .ifPresent(
              complaint -> {
                throw new UnsafeFolderException(
                    "the compile cache "
                        + real
                        + " "
                        + complaint
                        + ", and classes are loaded from there; name another folder with --cache,"
                        + " or use --no-cache");
              });
      return Optional.of(new CacheFolder(real, maxBytes, clock, warnings));
    } catch (IOException e) {
      warnings.accept(
          "compiling without the cache, since " + folder + " cannot be used (" + e + ")");
      return Optional.empty();
    }
  }

  /** The module kept under a key, if there is one; a damaged one is told as a warning. */
  Optional<CompiledModule> find(EntryKey key, String name) {
    Path file = folder.resolve(key.fileName());
    byte[] bytes;
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() > maxBytes) {
        throw new IOException("it is no file, or larger than the whole cache may be");
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      warnings.accept("compiling again, since " + file + " cannot be read (" + e + ")");
      return Optional.empty();
    }
    Optional<CompiledModule> found = Entry.decode(key, name, bytes);
    if (found.isPresent()) {
      touch(file);
    } else {
      warnings.accept("compiling again, since " + file + " is damaged");
    }
    return found;
  }

  /** Keeps a module; where that fails, it is told as a warning once. */
  void store(EntryKey key, CompiledModule module) {
    byte[] bytes = Entry.encode(key, module);
    if (bytes.length > maxBytes) {
      warnOfStoring(bytes.length + " bytes are more than the cache may hold, " + maxBytes);
      return;
    }
    Path file = folder.resolve(key.fileName());
    try {
      Path unfinished = Files.createTempFile(folder, "", UNFINISHED, ownerOnlyFile(folder));
      try {
        Files.write(unfinished, bytes);
        Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      makeRoom(file);
    } catch (IOException | UncheckedIOException e) {
      warnOfStoring(e.toString());
    }
  }

  private void warnOfStoring(String why) {
    if (warnedOfStoring.compareAndSet(false, true)) {
      warnings.accept("the compiled module is not kept in " + folder + " (" + why + ")");
    }
  }

  /** Best effort: a folder that may only be read still serves. */
  private void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException e) {
      return;
    }
  }

  private record Kept(Path file, long bytes, Instant used) {}

  private void makeRoom(Path newest) throws IOException {
    List<Kept> entries = entries();
    long total = entries.stream().mapToLong(Kept::bytes).sum();
    entries.sort(Comparator.comparing(Kept::used).thenComparing(Kept::file));
    for (Kept entry : entries) {
      if (total <= maxBytes) {
        return;
      }
      if (!entry.file().equals(newest)) {
        Files.deleteIfExists(entry.file());
        total -= entry.bytes();
      }
    }
  }

  private List<Kept> entries() throws IOException {
    var entries = new ArrayList<Kept>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        look(file).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /** An entry, unless another process has just removed it; removes what was abandoned. */
  private Optional<Kept> look(Path file) throws IOException {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Instant used = attributes.lastModifiedTime().toInstant();
      if (file.toString().endsWith(EntryKey.SUFFIX)) {
        return Optional.of(new Kept(file, attributes.size(), used));
      }
      if (file.toString().endsWith(UNFINISHED) && used.isBefore(clock.instant().minus(ABANDONED))) {
        Files.deleteIfExists(file);
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    return mode(path, "rwx------");
  }

  private static FileAttribute<?>[] ownerOnlyFile(Path path) {
    return mode(path, "rw-------");
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    return Ownership.hasModes(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}

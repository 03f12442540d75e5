package dev.wayfare.shim.capability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads a folder of the host into memory, once, before any guest runs. */
final class FolderCopy extends SimpleFileVisitor<Path> {
  /** A tree's node costs memory beside its bytes. */
  private static final int MOST_NODES = 100_000;

  private final Path folder;
  private final long maxBytes;
  private final TreeBuilder tree = new TreeBuilder();
  private long bytes;
  private int nodes;

  private FolderCopy(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  static FileTree of(Path directory, long maxBytes) throws IOException {
    Path folder = directory.toRealPath();
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(directory + " is no folder");
    }
    var copy = new FolderCopy(folder, maxBytes);
    Files.walkFileTree(folder, copy);
    return copy.tree.build();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (!directory.equals(folder)) {
      count();
      tree.directory(path(directory));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      throw new IllegalArgumentException(
          file + " is a symbolic link; a folder for guests may hold files and folders only");
    }
    if (!attributes.isRegularFile()) {
      throw new IllegalArgumentException(
          file + " is a special file; a folder for guests may hold files and folders only");
    }
    count();
    tree.file(path(file), content(file));
    return FileVisitResult.CONTINUE;
  }

  /** Asks for one byte more than may be there: a file can grow while it is read. */
  private byte[] content(Path file) throws IOException {
    long rest = maxBytes - bytes;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = in.readNBytes((int) Math.min(rest + 1, RegularFile.MOST_BYTES));
      if (content.length > rest) {
        throw new IllegalArgumentException(
            folder + " holds more than " + maxBytes + " bytes; name a smaller folder");
      }
      bytes += content.length;
      return content;
    }
  }

  private void count() {
    nodes++;
    if (nodes > MOST_NODES) {
      throw new IllegalArgumentException(
          folder + " holds more than " + MOST_NODES + " files and folders; name a smaller folder");
    }
  }

  private String path(Path of) {
    return folder.relativize(of).toString().replace(of.getFileSystem().getSeparator(), "/");
  }
}

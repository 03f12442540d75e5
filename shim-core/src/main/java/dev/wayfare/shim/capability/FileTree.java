package dev.wayfare.shim.capability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Directories and files that guests may read and nobody can change. It is held in memory: a guest
 * that is granted one can still reach no file of the host, whatever path it names.
 */
public final class FileTree {
  /** A tree without files, which is no grant at all. */
  public static final FileTree EMPTY = new TreeBuilder().build();

  private final Directory root;
  private final int files;
  private final long bytes;

  FileTree(Directory root, int files, long bytes) {
    this.root = root;
    this.files = files;
    this.bytes = bytes;
  }

  /**
   * A tree of the given files, whose bytes are copied.
   *
   * @param files the content by path, such as "etc/app.conf"; a leading "/" means the same
   * @throws IllegalArgumentException if a path is none, or leads through a file
   */
  public static FileTree of(Map<String, byte[]> files) {
    var builder = new TreeBuilder();
    files.forEach((path, content) -> builder.file(path, content.clone()));
    return builder.build();
  }

  /**
   * A copy of a folder of the host as it is now.
   *
   * @param maxBytes the most that its files may hold together
   * @throws IOException if the folder cannot be read
   * @throws IllegalArgumentException if it is larger than that, or holds a symbolic link or
   *     anything else that is neither a file nor a folder; the message names the path
   */
  public static FileTree copyOf(Path directory, long maxBytes) throws IOException {
    return FolderCopy.of(directory, maxBytes);
  }

  /**
   * A tree of the files in a ZIP archive.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a path in it is none
   */
  public static FileTree ofZip(InputStream archive) throws IOException {
    var builder = new TreeBuilder();
    var zip = new ZipInputStream(archive);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      builder.file(entry.getName(), zip.readAllBytes());
    }
    return builder.build();
  }

  /** The content of each file by its path, sorted; directories without files are not among them. */
  public SortedMap<String, byte[]> files() {
    var contents = new TreeMap<String, byte[]>();
    addFiles("", root, contents);
    return contents;
  }

  private static void addFiles(String path, Directory directory, Map<String, byte[]> contents) {
    for (Directory.Entry entry : directory.entries()) {
      switch (entry.node()) {
        case Directory below -> addFiles(path + entry.name() + "/", below, contents);
        case RegularFile file -> contents.put(path + entry.name(), content(file));
        case Link link -> throw new IllegalStateException("a tree has no link " + entry.name());
      }
    }
  }

  private static byte[] content(RegularFile file) {
    byte[] content = new byte[(int) file.sizeBytes()];
    file.read(0, content, 0, content.length);
    return content;
  }

  /** The directory that everything is in. */
  public Directory root() {
    return root;
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return root.isEmpty();
  }

  @Override
  public String toString() {
    return "FileTree[" + files + " files, " + bytes + " bytes]";
  }
}

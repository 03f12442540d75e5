package dev.wayfare.shim.capability;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts a {@link FileTree} together. */
final class TreeBuilder {
  private static final int MOST_NAME_BYTES = 255;

  private final Directory root = new Directory(1);
  private long nextId = 2;
  private int files;
  private long bytes;

  TreeBuilder() {
    root.named();
  }

  /** Adds a file, and the directories on the way to it. */
  void file(String path, byte[] content) {
    List<String> names = names(path);
    Directory parent = directory(path, names.subList(0, names.size() - 1));
    if (parent.child(names.getLast()) != null) {
      throw new IllegalArgumentException("two files are called \"" + path + "\"");
    }
    parent.put(names.getLast(), new RegularFile(nextId++, content));
    files++;
    bytes += content.length;
  }

  /** Adds a directory, and the directories on the way to it. */
  void directory(String path) {
    directory(path, names(path));
  }

  FileTree build() {
    return new FileTree(root, files, bytes);
  }

  private Directory directory(String path, List<String> names) {
    Directory at = root;
    for (String name : names) {
      Node child = at.child(name);
      if (child == null) {
        var created = new Directory(nextId++);
        at.put(name, created);
        at = created;
      } else if (child instanceof Directory existing) {
        at = existing;
      } else {
        throw new IllegalArgumentException("the path \"" + path + "\" leads through a file");
      }
    }
    return at;
  }

  private static List<String> names(String path) {
    List<String> names = List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
    if (!names.stream().allMatch(TreeBuilder::isName)) {
      throw new IllegalArgumentException(
          "a file's path must be names with \"/\" between them, but is \"" + path + "\"");
    }
    return names;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('\0') < 0
        && name.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES;
  }
}

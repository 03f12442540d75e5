package dev.wayfare.shim.capability;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts a {@link FileTree} together, in the order of the paths, however they come. */
final class TreeBuilder {
  private static final int MOST_NAME_BYTES = 255;

  private final SortedSet<String> directories = new TreeSet<>();
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final Directory root = new Directory(1);
  private long nextId = 2;

  TreeBuilder() {
    root.named();
  }

  /** Adds a file, and the directories on the way to it. */
  void file(String path, byte[] content) {
    if (files.put(String.join("/", names(path)), content) != null) {
      throw new IllegalArgumentException("two files are called \"" + path + "\"");
    }
  }

  /** Adds a directory, and the directories on the way to it. */
  void directory(String path) {
    directories.add(String.join("/", names(path)));
  }

  /** The tree; after this the builder is of no more use. */
  FileTree build() {
    for (String path : directories) {
      directory(path, names(path));
    }
    long bytes = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      put(file.getKey(), file.getValue());
      bytes += file.getValue().length;
    }
    return new FileTree(root, files.size(), bytes);
  }

  private void put(String path, byte[] content) {
    List<String> names = names(path);
    Directory parent = directory(path, names.subList(0, names.size() - 1));
    if (parent.child(names.getLast()) != null) {
      throw new IllegalArgumentException("\"" + path + "\" is both a file and a directory");
    }
    parent.put(names.getLast(), new RegularFile(nextId++, content));
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

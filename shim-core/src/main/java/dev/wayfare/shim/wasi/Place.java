package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.capability.Node;
import org.jspecify.annotations.Nullable;

/**
 * Where a path leads.
 *
 * @param mount the tree it is in
 * @param parent the directory that holds the name
 * @param name the name in it; empty where the path ends in "." or "..", which cannot be made,
 *     removed or renamed
 * @param node what is there; {@code null} if nothing is
 * @param slash whether the path ends in "/", and so means a directory
 */
record Place(Mount mount, Directory parent, String name, @Nullable Node node, boolean slash) {
  /** What is there; the guest hears where nothing is, or a file is called a directory. */
  Node existing() {
    if (node == null) {
      throw Errno.ENOENT.failure();
    }
    if (slash && !(node instanceof Directory)) {
      throw Errno.ENOTDIR.failure();
    }
    return node;
  }

  /** Makes sure that something can be made here. */
  void requireFree() {
    if (node != null) {
      throw Errno.EEXIST.failure();
    }
  }

  /** Makes sure that a name can be taken away or given: "." and ".." cannot. */
  void requireNamed() {
    if (name.isEmpty()) {
      throw Errno.EINVAL.failure();
    }
  }
}

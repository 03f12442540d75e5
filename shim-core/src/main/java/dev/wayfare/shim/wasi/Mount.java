package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.capability.FileTree;
import dev.wayfare.shim.capability.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * A tree that a guest finds at a path of its own.
 *
 * @param device tells the trees apart, as {@code st_dev}
 * @param path where it is
 * @param root its root
 * @param scratch what changes it; none where it is read-only
 * @param granted whether it was granted: one that was not is there only so that a guest's attempt
 *     to use it reaches the host, which can then say which grant is missing
 */
record Mount(int device, String path, Directory root, @Nullable Scratch scratch, boolean granted) {

  static Mount files(FileTree tree) {
    return new Mount(1, "/", tree.root(), null, !tree.isEmpty());
  }

  static Mount scratch(Scratch scratch) {
    return new Mount(2, "/tmp", scratch.root(), scratch, true);
  }
}

package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Directory;
import dev.wayfare.shim.capability.Node;
import dev.wayfare.shim.capability.Scratch;
import dev.wayfare.shim.engine.GuestMemory;

/** The calls that have two paths: they give something one more name, or another. */
final class MoveCalls {
  private final Run run;
  private final Paths paths;

  MoveCalls(Run run, Paths paths) {
    this.run = run;
    this.paths = paths;
  }

  void link(GuestMemory memory, long[] a) {
    boolean follow = PathCalls.follows((int) a[1]);
    String oldPath = Paths.read(memory, (int) a[2], (int) a[3]);
    String newPath = Paths.read(memory, (int) a[5], (int) a[6]);
    Place from = Paths.resolve(paths.base((int) a[0], Rights.PATH_LINK_SOURCE), oldPath, follow);
    Place to = Paths.resolve(paths.base((int) a[4], Rights.PATH_LINK_TARGET), newPath, false);
    Node node = from.existing();
    to.requireFree();
    Scratch scratch = sameTree(from, to);
    if (node instanceof Directory) {
      throw Errno.EPERM.failure();
    }
    if (to.slash()) {
      throw Errno.ENOENT.failure();
    }
    scratch.link(node, to.parent(), to.name());
  }

  void rename(GuestMemory memory, long[] a) {
    String oldPath = Paths.read(memory, (int) a[1], (int) a[2]);
    String newPath = Paths.read(memory, (int) a[4], (int) a[5]);
    Place from = Paths.resolve(paths.base((int) a[0], Rights.PATH_RENAME_SOURCE), oldPath, false);
    Place to = Paths.resolve(paths.base((int) a[3], Rights.PATH_RENAME_TARGET), newPath, false);
    Node node = from.existing();
    Scratch scratch = sameTree(from, to);
    from.requireNamed();
    to.requireNamed();
    if (node == to.node()) {
      return;
    }
    requireReplaceable(node, to);
    scratch.rename(from.parent(), from.name(), to.parent(), to.name());
  }

  /** A directory replaces an empty directory only, and anything else no directory. */
  private static void requireReplaceable(Node node, Place to) {
    if (node instanceof Directory directory) {
      if (to.parent().isWithin(directory)) {
        throw Errno.EINVAL.failure();
      }
      if (to.node() instanceof Directory replaced) {
        if (!replaced.isEmpty()) {
          throw Errno.ENOTEMPTY.failure();
        }
      } else if (to.node() != null) {
        throw Errno.ENOTDIR.failure();
      }
    } else if (to.node() instanceof Directory) {
      throw Errno.EISDIR.failure();
    } else if (to.slash()) {
      throw Errno.ENOTDIR.failure();
    }
  }

  private Scratch sameTree(Place from, Place to) {
    Scratch scratch = run.writable(to.mount());
    if (!from.mount().equals(to.mount())) {
      throw Errno.EXDEV.failure();
    }
    return scratch;
  }
}

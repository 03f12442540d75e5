package dev.wayfare.shim.wasi;

import dev.wayfare.shim.capability.Node;
import dev.wayfare.shim.capability.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * The times that a guest sets a file's to.
 *
 * @param accessedNanos for {@code atim}
 * @param modifiedNanos for {@code mtim}
 * @param flags WASI's {@code fstflags}
 */
record NewTimes(long accessedNanos, long modifiedNanos, int flags) {
  private static final int ACCESSED = 1;
  private static final int ACCESSED_NOW = 2;
  private static final int MODIFIED = 4;
  private static final int MODIFIED_NOW = 8;
  private static final int ALL = 15;

  NewTimes {
    if ((flags & ~ALL) != 0
        || has(flags, ACCESSED | ACCESSED_NOW)
        || has(flags, MODIFIED | MODIFIED_NOW)) {
      throw Errno.EINVAL.failure();
    }
  }

  void applyTo(Scratch scratch, Node node) {
    long now = scratch.nowNanos();
    scratch.setTimes(
        node,
        chosen(ACCESSED, accessedNanos, ACCESSED_NOW, now),
        chosen(MODIFIED, modifiedNanos, MODIFIED_NOW, now));
  }

  private @Nullable Long chosen(int given, long givenNanos, int asNow, long nowNanos) {
    if (has(flags, given)) {
      return givenNanos;
    }
    return has(flags, asNow) ? nowNanos : null;
  }

  private static boolean has(int flags, int wanted) {
    return (flags & wanted) == wanted;
  }
}

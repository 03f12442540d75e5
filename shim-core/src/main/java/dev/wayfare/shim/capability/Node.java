package dev.wayfare.shim.capability;

/**
 * One directory, file or symbolic link. It lives in memory only: there is no way from here to a
 * file of the host.
 */
public abstract sealed class Node permits Directory, RegularFile, Link {
  private final long id;
  private int links;
  private int handles;
  private long accessedNanos;
  private long modifiedNanos;
  private long changedNanos;

  Node(long id) {
    this.id = id;
  }

  /** The number that no other node of the same tree has. */
  public final long id() {
    return id;
  }

  /** The length of its content in bytes; 0 for a directory. */
  public abstract long sizeBytes();

  /** How many names it has. */
  public final int links() {
    return links;
  }

  /** When it was last read, in nanoseconds since 1970; not kept up, but may be set. */
  public final long accessedNanos() {
    return accessedNanos;
  }

  /** When its content last changed, in nanoseconds since 1970; 0 where nobody knows. */
  public final long modifiedNanos() {
    return modifiedNanos;
  }

  /** When anything of it last changed, in nanoseconds since 1970; 0 where nobody knows. */
  public final long changedNanos() {
    return changedNanos;
  }

  final void named() {
    links++;
  }

  final void unnamed() {
    links--;
  }

  final void opened() {
    handles++;
  }

  final void closed() {
    handles--;
  }

  /** Whether neither a name nor an open descriptor leads here any more. */
  final boolean unreachable() {
    return links == 0 && handles == 0;
  }

  final void touch(long nowNanos) {
    modifiedNanos = nowNanos;
    changedNanos = nowNanos;
  }

  final void changed(long nowNanos) {
    changedNanos = nowNanos;
  }

  final void setTimes(long accessed, long modified, long now) {
    accessedNanos = accessed;
    modifiedNanos = modified;
    changedNanos = now;
  }
}

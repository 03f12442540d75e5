package dev.wayfare.shim.capability;

import dev.wayfare.shim.capability.FileFault.Reason;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Files that a guest may write, in memory, for one run: dropping the reference undoes all of it.
 * Both its bytes and its names are bounded. Bytes count until the last name and the last open
 * descriptor of a file are gone.
 */
public final class Scratch {
  /** The most names it holds: each costs the host memory beside the bytes of its file. */
  public static final int MOST_NAMES = 4096;

  private final long limitBytes;
  private final LongSupplier nowNanos;
  private final Directory root = new Directory(1);
  private long nextId = 2;
  private long usedBytes;
  private int names;
  private boolean changed;

  /**
   * Empty scratch space.
   *
   * @param limitBytes the most that its files may hold together
   * @param nowNanos the time of day to stamp files with, in nanoseconds since 1970
   */
  public Scratch(long limitBytes, LongSupplier nowNanos) {
    this.limitBytes = limitBytes;
    this.nowNanos = nowNanos;
    root.named();
  }

  /** The directory that everything is in. */
  public Directory root() {
    return root;
  }

  /** Whether anything was ever changed here, even if it was changed back. */
  public boolean isChanged() {
    return changed;
  }

  /** A new empty file; the name must be free. */
  public RegularFile createFile(Directory parent, String name) {
    return add(parent, name, new RegularFile(nextId++));
  }

  /** A new empty directory; the name must be free. */
  public Directory createDirectory(Directory parent, String name) {
    return add(parent, name, new Directory(nextId++));
  }

  /** A new symbolic link to any text; the name must be free. */
  public Link createLink(Directory parent, String name, String target) {
    var link = new Link(nextId++, target);
    requireRoom(link.sizeBytes());
    add(parent, name, link);
    usedBytes += link.sizeBytes();
    return link;
  }

  /** Gives a file one more name, which must be free. */
  public void link(Node file, Directory parent, String name) {
    add(parent, name, file);
  }

  /** Takes a name away, which must be there; a directory must be empty. */
  public void remove(Directory parent, String name) {
    Node node = parent.take(name);
    names--;
    if (node instanceof Directory directory) {
      directory.markRemoved();
    }
    touch(parent);
    node.changed(nowNanos.getAsLong());
    release(node);
  }

  /**
   * Moves a name, which must be there, to another; what that led to is removed. A directory must
   * not be moved below itself.
   */
  public void rename(Directory from, String name, Directory to, String newName) {
    requirePresent(to);
    if (to.child(newName) != null) {
      remove(to, newName);
    }
    to.put(newName, from.take(name));
    touch(from);
    touch(to);
  }

  /**
   * Writes into a file, which grows as needed.
   *
   * @throws FileFault if it cannot grow so far; nothing is written then
   */
  public void write(RegularFile file, long position, byte[] source, int offset, int length) {
    long end = position + length;
    if (end > file.sizeBytes()) {
      resize(file, end);
    }
    file.write((int) position, source, offset, length);
    touch(file);
  }

  /**
   * Cuts a file off, or fills it up with zeros.
   *
   * @throws FileFault if it cannot grow so far
   */
  public void resize(RegularFile file, long sizeBytes) {
    if (sizeBytes < 0 || sizeBytes > RegularFile.MOST_BYTES) {
      throw new FileFault(Reason.TOO_LARGE);
    }
    long more = sizeBytes - file.sizeBytes();
    requireRoom(more);
    file.resize((int) sizeBytes);
    usedBytes += more;
    touch(file);
  }

  /** Sets a node's times; {@code null} leaves one as it is. */
  public void setTimes(Node node, @Nullable Long accessedNanos, @Nullable Long modifiedNanos) {
    node.setTimes(
        accessedNanos == null ? node.accessedNanos() : accessedNanos,
        modifiedNanos == null ? node.modifiedNanos() : modifiedNanos,
        nowNanos.getAsLong());
    changed = true;
  }

  /** The time of day that files are stamped with, in nanoseconds since 1970. */
  public long nowNanos() {
    return nowNanos.getAsLong();
  }

  /** Keeps a node for an open descriptor. */
  public void opened(Node node) {
    node.opened();
  }

  /** Ends what {@link #opened} began. */
  public void closed(Node node) {
    node.closed();
    release(node);
  }

  private <N extends Node> N add(Directory parent, String name, N node) {
    requirePresent(parent);
    if (names == MOST_NAMES) {
      throw new FileFault(Reason.NO_SPACE);
    }
    names++;
    parent.put(name, node);
    touch(parent);
    if (node.modifiedNanos() == 0) {
      touch(node);
    }
    node.changed(nowNanos.getAsLong());
    return node;
  }

  private void release(Node node) {
    if (node.unreachable()) {
      usedBytes -= node.sizeBytes();
    }
  }

  private void touch(Node node) {
    node.touch(nowNanos.getAsLong());
    changed = true;
  }

  private void requireRoom(long moreBytes) {
    if (moreBytes > limitBytes - usedBytes) {
      throw new FileFault(Reason.NO_SPACE);
    }
  }

  private static void requirePresent(Directory directory) {
    if (directory.isRemoved()) {
      throw new FileFault(Reason.REMOVED);
    }
  }
}

package dev.wayfare.shim.capability;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names that lead to nodes, in the order in which they were added. */
public final class Directory extends Node {
  private static final long FIRST_COOKIE = 2;

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long nextCookie = FIRST_COOKIE;
  private @Nullable Directory parent;
  private boolean removed;

  /**
   * One name in a directory.
   *
   * @param cookie grows from entry to entry and is never used again, so that a listing can go on
   *     after entries came or went; 0 and 1 are left for "." and ".."
   * @param name what it is called here
   * @param node where it leads
   */
  public record Entry(long cookie, String name, Node node) {}

  Directory(long id) {
    super(id);
  }

  /** What {@code name} leads to, if anything. */
  public @Nullable Node child(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.node();
  }

  /** All names, by growing cookie. */
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** Whether it has no names in it. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The directory it is in; none for the root of a tree and for one that was removed. */
  public @Nullable Directory parent() {
    return parent;
  }

  /** Whether it is {@code other}, or somewhere below it. */
  public boolean isWithin(Directory other) {
    for (Directory each = this; each != null; each = each.parent) {
      if (each == other) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long sizeBytes() {
    return 0;
  }

  boolean isRemoved() {
    return removed;
  }

  void put(String name, Node node) {
    entries.put(name, new Entry(nextCookie++, name, node));
    node.named();
    if (node instanceof Directory directory) {
      directory.parent = this;
    }
  }

  Node take(String name) {
    Node node = Objects.requireNonNull(entries.remove(name)).node();
    node.unnamed();
    if (node instanceof Directory directory) {
      directory.parent = null;
    }
    return node;
  }

  void markRemoved() {
    removed = true;
  }
}

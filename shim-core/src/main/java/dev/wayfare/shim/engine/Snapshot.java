package dev.wayfare.shim.engine;

import org.jspecify.annotations.Nullable;

/**
 * All that a guest is at one moment: its memory, its mutable globals, its tables. Any number of
 * guests of the same module can be made from it or put back to it; it is never changed.
 */
public final class Snapshot {
  private final @Nullable MemoryImage memory;
  private final long[] globals;
  private final int[][] tables;

  /**
   * Takes the arrays over.
   *
   * @param memory {@code null} where the module has no memory
   * @param globals low and high half of each mutable global, in the module's order
   * @param tables the functions in each table
   */
  Snapshot(@Nullable MemoryImage memory, long[] globals, int[][] tables) {
    this.memory = memory;
    this.globals = globals;
    this.tables = tables;
  }

  @Nullable MemoryImage memory() {
    return memory;
  }

  long[] globals() {
    return globals;
  }

  int[][] tables() {
    return tables;
  }
}

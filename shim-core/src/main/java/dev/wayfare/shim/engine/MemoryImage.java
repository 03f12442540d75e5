package dev.wayfare.shim.engine;

/**
 * What a memory holds at one moment, in pages that any number of {@link PagedMemory} share and none
 * of them writes to.
 */
final class MemoryImage {
  private final byte[][] pages;
  private final int wasmPages;

  /**
   * Takes {@code pages} over: nobody may write to them, or to their array, from now on.
   *
   * @param wasmPages the memory's size in pages of 64 KiB
   */
  MemoryImage(byte[][] pages, int wasmPages) {
    this.pages = pages;
    this.wasmPages = wasmPages;
  }

  byte[][] copyOfPages() {
    return pages.clone();
  }

  byte[] page(int index) {
    return pages[index];
  }

  /** How many pages there are. */
  int length() {
    return pages.length;
  }

  int wasmPages() {
    return wasmPages;
  }
}

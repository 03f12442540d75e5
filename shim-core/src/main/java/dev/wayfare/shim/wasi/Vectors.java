package dev.wayfare.shim.wasi;

import dev.wayfare.shim.engine.GuestMemory;

/**
 * The buffers of one read or write, taken over from the guest's memory before any of them is used:
 * a guest may have its table of buffers lie within a buffer.
 */
final class Vectors {
  /** As many as {@code IOV_MAX} of Linux. */
  static final int MOST = 1024;

  private static final int USUAL = 16;
  private static final int ENTRY_BYTES = 8;

  private int[] addresses = new int[USUAL];
  private int[] lengths = new int[USUAL];
  private int count;

  /** Takes over {@code wanted} buffers from the table at {@code table}, all in memory. */
  void load(GuestMemory memory, int table, int wanted) {
    if (wanted < 0 || wanted > MOST) {
      throw Errno.EINVAL.failure();
    }
    memory.requireWithin(table, wanted * ENTRY_BYTES);
    if (wanted > addresses.length) {
      addresses = new int[MOST];
      lengths = new int[MOST];
    }
    count = wanted;
    long totalBytes = 0;
    for (int i = 0; i < wanted; i++) {
      addresses[i] = memory.readInt(table + i * ENTRY_BYTES);
      lengths[i] = memory.readInt(table + i * ENTRY_BYTES + 4);
      memory.requireWithin(addresses[i], lengths[i]);
      totalBytes += lengths[i];
    }
    if (totalBytes > Integer.MAX_VALUE) {
      throw Errno.EINVAL.failure();
    }
  }

  int count() {
    return count;
  }

  int address(int index) {
    return addresses[index];
  }

  int length(int index) {
    return lengths[index];
  }

  int totalBytes() {
    int total = 0;
    for (int i = 0; i < count; i++) {
      total += lengths[i];
    }
    return total;
  }
}

package dev.wayfare.shim.capability;

import java.util.Arrays;

/** A file's bytes. Its array is never more than twice as long as the file, or 64 bytes. */
public final class RegularFile extends Node {
  static final int MOST_BYTES = Integer.MAX_VALUE - 8;
  private static final int FEWEST_BYTES = 64;
  private static final byte[] EMPTY = {};

  private byte[] bytes;
  private int size;

  RegularFile(long id) {
    super(id);
    this.bytes = EMPTY;
  }

  /** Takes {@code bytes} over. */
  RegularFile(long id, byte[] bytes) {
    super(id);
    this.bytes = bytes;
    this.size = bytes.length;
  }

  @Override
  public long sizeBytes() {
    return size;
  }

  /** Copies {@code length} bytes from {@code position}, all of which must be there. */
  public void read(int position, byte[] target, int offset, int length) {
    System.arraycopy(bytes, position, target, offset, length);
  }

  void write(int position, byte[] source, int offset, int length) {
    System.arraycopy(source, offset, bytes, position, length);
  }

  /** What is added reads as zeros; what is cut off is gone, even when the file grows again. */
  void resize(int newSize) {
    if (newSize > bytes.length) {
      long roomy = Math.max(FEWEST_BYTES, Math.min(2L * bytes.length, MOST_BYTES));
      bytes = Arrays.copyOf(bytes, (int) Math.max(newSize, roomy));
    } else if (newSize < bytes.length / 2) {
      bytes = newSize == 0 ? EMPTY : Arrays.copyOf(bytes, newSize);
    } else if (newSize < size) {
      Arrays.fill(bytes, newSize, size, (byte) 0);
    }
    size = newSize;
  }
}

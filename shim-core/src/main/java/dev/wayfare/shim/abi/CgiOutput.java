package dev.wayfare.shim.abi;

import dev.wayfare.shim.engine.LimitReached;
import dev.wayfare.shim.wasi.Output;
import java.util.Arrays;

/** Collects a guest's standard output up to a bound; past it, ends the guest. */
final class CgiOutput implements Output {
  private final int limitBytes;
  private byte[] bytes = new byte[512];
  private int length;

  CgiOutput(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    if (count > limitBytes - length) {
      throw new LimitReached(
          "the guest wrote more than the limit of " + limitBytes + " bytes to its standard output");
    }
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(limitBytes, 2 * length)));
    }
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** What was written, in the first {@link #length} of an array that goes on being used. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}

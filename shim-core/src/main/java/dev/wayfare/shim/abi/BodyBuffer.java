package dev.wayfare.shim.abi;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.engine.GuestMemory;
import dev.wayfare.shim.engine.LimitReached;
import java.util.Arrays;

/** The content of one message while a guest reads and writes it; bounded. */
final class BodyBuffer {
  private static final byte[] NOTHING = {};

  private final String message;
  private final int limitBytes;
  private byte[] bytes = NOTHING;
  private int length;
  private int position;
  private boolean written;

  /**
   * An empty content.
   *
   * @param message "request" or "response", for what a guest is told
   */
  BodyBuffer(String message, int limitBytes) {
    this.message = message;
    this.limitBytes = limitBytes;
  }

  /** Becomes {@code body}, to be read from its beginning, without a copy. */
  void reset(Body body) {
    bytes = body.toByteArray();
    length = body.length();
    position = 0;
    written = false;
  }

  /** Reads on from where the last read ended; the length read, and 1 in bit 32 at the end. */
  long read(GuestMemory memory, int address, int limit) {
    int count = (int) Math.min(Integer.toUnsignedLong(limit), length - position);
    memory.write(address, bytes, position, count);
    position += count;
    // A buffer that is just full does not tell yet that there is no more.
    long end = Integer.compareUnsigned(count, limit) < 0 ? 1L << 32 : 0;
    return end | count;
  }

  /** The first write since {@link #reset} replaces what there was, a later one adds to it. */
  void write(GuestMemory memory, int address, int count) {
    memory.requireWithin(address, count);
    if (!written) {
      written = true;
      length = 0;
      position = 0;
      bytes = NOTHING;
    }
    if (count > limitBytes - length) {
      throw new LimitReached(
          "the guest wrote a " + message + " longer than the limit of " + limitBytes + " bytes");
    }
    reserve(count);
    memory.read(address, bytes, length, count);
    length += count;
  }

  /** Everything. */
  Body body() {
    return Body.of(bytes, length);
  }

  /** What a guest left unread; everything, if it wrote it itself. */
  Body rest() {
    return written || position == 0 ? body() : body().from(position);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      int size = Math.max(length + more, Math.min(limitBytes, 2 * length));
      bytes = Arrays.copyOf(bytes, size);
    }
  }
}

package dev.wayfare.shim.edge;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * How much of the heap request bodies may fill at the same time. A body is held whole before a
 * guest sees it, so a few slow uploads could otherwise fill a small heap and end the server.
 */
final class BodyRoom {
  private static final int UNIT_BYTES = 1024;

  private final Semaphore units;

  /** Room for {@code bytes} of bodies. */
  BodyRoom(long bytes) {
    this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT_BYTES));
  }

  /** A quarter of the largest heap this process may have. */
  static BodyRoom ofThisProcess() {
    return new BodyRoom(Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Claims room for one body, without waiting.
   *
   * @param contentLength the field's value, if there is one; without it the body may reach the
   *     limit
   * @return what to {@link #release}, or -1 if there is no room now
   */
  int claim(@Nullable String contentLength, int limitBytes) {
    int needed = unitsOf(contentLength, limitBytes);
    return units.tryAcquire(needed) ? needed : -1;
  }

  void release(int claimed) {
    units.release(claimed);
  }

  private static int unitsOf(@Nullable String contentLength, int limitBytes) {
    long bytes = limitBytes;
    if (contentLength != null && contentLength.matches("[0-9]{1,9}")) {
      bytes = Math.min(limitBytes, Long.parseLong(contentLength));
    }
    return Math.ceilDiv((int) bytes, UNIT_BYTES);
  }
}

package dev.wayfare.shim.edge;

import java.util.concurrent.Semaphore;

/**
 * How much of the heap bodies may fill at the same time, of requests that arrive and of answers
 * that leave. Each is held whole, so a few slow callers could otherwise fill a small heap and end
 * the server.
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
   * @return what to {@link #release}, or -1 if there is no room now
   */
  int claim(int bytes) {
    int needed = Math.ceilDiv(bytes, UNIT_BYTES);
    return units.tryAcquire(needed) ? needed : -1;
  }

  void release(int claimed) {
    units.release(claimed);
  }
}

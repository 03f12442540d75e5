package dev.wayfare.router.config;

/**
 * What the router takes on at once, over all functions.
 *
 * @param requests under way, 1 or more; beyond that 503 at once
 * @param connections of clients, 1 or more; beyond that they are closed at once
 * @param keptBytes of requests that are kept so that they can be sent again, 0 or more; beyond that
 *     a body is not kept
 */
public record LoadBounds(int requests, int connections, long keptBytes) {
  /** So much of the heap for each request under way: its head, and a part of its bodies. */
  private static final long REQUEST_BYTES = 32 << 10;

  /** So much for each open connection. */
  private static final long CONNECTION_BYTES = 16 << 10;

  private static final int KEPT_PART = 8;
  private static final int LEAST = 1_000;
  private static final int MOST = 1_000_000;

  public LoadBounds {
    if (requests < 1 || connections < 1 || keptBytes < 0) {
      throw new IllegalArgumentException("a router takes at least one request");
    }
  }

  /** The bounds of a file that names none, in a process that may use {@code heapBytes}. */
  public static LoadBounds of(long heapBytes) {
    return new LoadBounds(
        Math.clamp(heapBytes / REQUEST_BYTES, LEAST, MOST),
        Math.clamp(heapBytes / CONNECTION_BYTES, LEAST, MOST),
        heapBytes / KEPT_PART);
  }
}

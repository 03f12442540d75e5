package dev.wayfare.local;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** What must not outlive a stand-in, closed in reverse order, once; and what it exits with. */
public final class Lifetime implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.wayfare.local");

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final AtomicInteger exitCode = new AtomicInteger();
  private volatile boolean closed;

  /** Takes over the closing of {@code part}; past the end, closes it at once. */
  public synchronized <T extends AutoCloseable> T own(T part) {
    if (closed) {
      close(part);
    } else {
      owned.push(part);
    }
    return part;
  }

  /** Ends the process, unless it is ending already: then the reason for that counts. */
  @SuppressWarnings("SystemExitOutsideMain")
  public void exit(int code) {
    if (!closed) {
      exitCode.set(code);
    }
    System.exit(code);
  }

  /** What {@link #exit} was told; 0 where nobody called it. */
  int exitCode() {
    return exitCode.get();
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      while (!owned.isEmpty()) {
        close(owned.pop());
      }
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "a part did not close", e);
    }
  }
}

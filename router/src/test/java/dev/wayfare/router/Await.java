package dev.wayfare.router;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits until something is true, but not for ever. */
public final class Await {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long PERIOD_NANOS = Duration.ofMillis(2).toNanos();

  private Await() {}

  /** Looks until {@code condition} holds, and fails after 20 s. */
  public static void until(String what, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!isTrue(condition)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  private static boolean isTrue(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

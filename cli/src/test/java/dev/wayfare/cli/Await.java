package dev.wayfare.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that another process does: looks again and again, up to a bound. */
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  static void until(Duration patience, String what, Callable<Boolean> condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean holds(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

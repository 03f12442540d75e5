package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Runs actions of one event loop after one and the same time, unless they are stopped before.
 *
 * <p>Nearly all deadlines of requests are stopped, and each would cost a timer of Vert.x, which is
 * made for few that fire. Those that take equally long end in the order in which they began: a list
 * holds them, and one timer waits for its first.
 */
final class Countdown {
  private final Vertx vertx;
  private final LongSupplier nanoTicker;
  private final Duration time;
  private final Running ends = new Running(0, () -> {});
  private boolean isWaiting;

  /** A countdown of {@code time}, 1 ms or more. */
  Countdown(Vertx vertx, LongSupplier nanoTicker, Duration time) {
    this.vertx = vertx;
    this.nanoTicker = nanoTicker;
    this.time = time;
    ends.before = ends;
    ends.after = ends;
  }

  Duration time() {
    return time;
  }

  /** One action that waits, until it runs or is stopped. */
  static final class Running {
    private final long dueNanos;
    private final Runnable action;
    private Running before = this;
    private Running after = this;

    private Running(long dueNanos, Runnable action) {
      this.dueNanos = dueNanos;
      this.action = action;
    }

    /** Forgets the action; one that ran or was stopped already has none. */
    void stop() {
      before.after = after;
      after.before = before;
      before = this;
      after = this;
    }
  }

  Running start(Runnable action) {
    Running last = new Running(nanoTicker.getAsLong() + time.toNanos(), action);
    last.before = ends.before;
    last.after = ends;
    ends.before.after = last;
    ends.before = last;
    if (!isWaiting) {
      await(time.toNanos());
    }
    return last;
  }

  private void await(long nanosFromNow) {
    isWaiting = true;
    vertx.setTimer(Math.max(1, Math.ceilDiv(nanosFromNow, 1_000_000)), fired -> expire());
  }

  private void expire() {
    isWaiting = false;
    long now = nanoTicker.getAsLong();
    try {
      while (ends.after != ends && ends.after.dueNanos <= now) {
        Running due = ends.after;
        due.stop();
        due.action.run();
      }
    } finally {
      if (ends.after != ends && !isWaiting) {
        await(ends.after.dueNanos - now);
      }
    }
  }
}

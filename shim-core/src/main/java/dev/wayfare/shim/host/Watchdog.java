package dev.wayfare.shim.host;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The one thread that interrupts guests at their deadlines. It sleeps until the earliest of them,
 * and is woken only for one that is earlier still, so a host whose guests all have the same time
 * costs it nothing.
 */
final class Watchdog implements AutoCloseable {
  private final LongSupplier ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private final Set<Guard> guards = new HashSet<>();
  private final Thread thread;
  private long wakesAtNanos;
  private boolean sleepsOn = true;
  private boolean closed;

  /**
   * A watchdog that is on its watch.
   *
   * @param ticker nanoseconds as {@link System#nanoTime}
   */
  Watchdog(LongSupplier ticker) {
    this.ticker = ticker;
    this.thread = new Thread(this::watch, "wayfare-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  /** Interrupts the caller's thread at a time of the ticker, unless the guard is closed before. */
  Guard guard(long deadlineNanos) {
    var guard = new Guard(Thread.currentThread(), deadlineNanos);
    lock.lock();
    try {
      guards.add(guard);
      if (sleepsOn || deadlineNanos - wakesAtNanos < 0) {
        sleepsOn = false;
        wakesAtNanos = deadlineNanos;
        earlier.signal();
      }
    } finally {
      lock.unlock();
    }
    return guard;
  }

  /** Ends the watch; guards that are open are never acted on. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    while (!isClosed()) {
      try {
        watchOn();
      } catch (OutOfMemoryError e) {
        // A guest's doing; whoever watches over guests goes on.
        Thread.onSpinWait();
      }
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void watchOn() {
    lock.lock();
    try {
      while (!closed) {
        long unused = earlier.awaitNanos(untilNext(ticker.getAsLong()));
      }
    } catch (InterruptedException e) {
      closed = true; // Nobody but us has this thread: the JVM is going down.
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts those whose time has come; the time until the next one's. */
  private long untilNext(long now) {
    long next = Long.MAX_VALUE;
    for (Guard guard : guards) {
      long left = guard.deadlineNanos - now;
      if (left > 0) {
        next = Math.min(next, left);
      } else {
        guard.act();
      }
    }
    wakesAtNanos = now + next;
    sleepsOn = next == Long.MAX_VALUE;
    return next;
  }

  /** A thread that is watched. Its own thread closes it. */
  final class Guard {
    private final Thread thread;
    private final long deadlineNanos;
    private boolean acted;

    private Guard(Thread thread, long deadlineNanos) {
      this.thread = thread;
      this.deadlineNanos = deadlineNanos;
    }

    private void act() {
      if (!acted) {
        acted = true;
        thread.interrupt();
      }
    }

    /** Ends the watch over this thread, and takes back an interrupt that came from it. */
    void close() {
      lock.lock();
      try {
        guards.remove(this);
        if (acted) {
          Thread.interrupted();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}

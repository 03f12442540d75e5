package dev.wayfare.shim.edge;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs each exchange on a virtual thread of its own, from the first byte of its request on, and
 * knows when none is left. Unlike an executor that is shut down, it still takes what arrives while
 * it is waited for: a caller on an open connection cannot know that the server is about to end.
 */
final class ExchangeThreads implements Executor {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private int running;

  @Override
  public void execute(Runnable exchange) {
    change(1);
    try {
      Thread.ofVirtual().name("exchange").start(() -> run(exchange));
    } catch (Throwable e) {
      change(-1);
      throw e;
    }
  }

  /** Waits until nothing runs; false if something still does after {@code patience}. */
  boolean awaitIdle(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (running > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return running == 0;
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable exchange) {
    try {
      exchange.run();
    } finally {
      change(-1);
    }
  }

  private void change(int by) {
    lock.lock();
    try {
      running += by;
      if (running == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}

package dev.wayfare.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * Closes what it was given, last given first, exactly once: when it is closed itself, or when the
 * process is told to end (SIGINT, SIGTERM), whichever is first.
 */
final class SignalledClose implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();
  private final Thread hook = new Thread(this::end, "wayfare-close");
  private volatile boolean isSignalled;

  SignalledClose(Runnable closing) {
    closings.push(closing);
    LastingLog.makeHandlers();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Adds something to be closed before all that was added so far. */
  void closeFirst(Runnable closing) {
    synchronized (closings) {
      closings.push(closing);
    }
  }

  /** Whether the process was told to end, so that what fails now does so for that reason. */
  boolean isSignalled() {
    return isSignalled;
  }

  /** Waits until the process is told to end; the caller then does nothing more. */
  void awaitSignal() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook itself runs now or did: there is nothing left to remove.
      return;
    }
  }

  private void end() {
    isSignalled = true;
    closeAll();
  }

  private void closeAll() {
    synchronized (closings) {
      closeEach();
    }
  }

  /** One that fails keeps none of the others from being closed. */
  private void closeEach() {
    if (closings.isEmpty()) {
      return;
    }
    try {
      closings.pop().run();
    } finally {
      closeEach();
    }
  }
}

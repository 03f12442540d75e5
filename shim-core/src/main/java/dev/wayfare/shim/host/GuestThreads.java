package dev.wayfare.shim.host;

import dev.wayfare.shim.Limits;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads that guests run on: platform threads of a set stack size, a bounded number of them,
 * with a bounded queue. A guest that spins would hold the carrier of a virtual thread for ever;
 * callers may well be virtual threads themselves.
 */
final class GuestThreads implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final ThreadPoolExecutor executor;
  private final Duration deadline;

  GuestThreads(Limits limits) {
    this.deadline = limits.deadline();
    this.executor =
        new ThreadPoolExecutor(
            limits.concurrentGuests(),
            limits.concurrentGuests(),
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            queue(limits.queuedInvocations()),
            threads(limits.stackBytes()));
    executor.allowCoreThreadTimeOut(true);
  }

  /** What became of a task. */
  sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record DeadlinePassed<T>() implements Outcome<T> {}

    record Rejected<T>() implements Outcome<T> {}
  }

  /**
   * Runs a task on a guest thread and waits for it, up to the deadline; past it, or when the caller
   * itself is interrupted, the task's thread is interrupted.
   */
  <T> Outcome<T> call(Callable<T> task) throws InterruptedException, ExecutionException {
    Future<T> running;
    try {
      running = executor.submit(task);
    } catch (RejectedExecutionException e) {
      return new Outcome.Rejected<>();
    }
    try {
      return new Outcome.Done<>(running.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return new Outcome.DeadlinePassed<>();
    } finally {
      running.cancel(true);
    }
  }

  /** Waits a few seconds for what runs, then interrupts it. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static BlockingQueue<Runnable> queue(int capacity) {
    return capacity == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(capacity);
  }

  private static ThreadFactory threads(int stackBytes) {
    return task -> {
      var thread = new Thread(null, task, "wayfare-guest", stackBytes);
      thread.setDaemon(true);
      return thread;
    };
  }
}

package dev.wayfare.shim.host;

import dev.wayfare.shim.Limits;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The threads that guests run on: platform threads of a set stack size, a bounded number of them,
 * with a bounded queue, and a {@link Watchdog} over them. A guest that spins would hold the carrier
 * of a virtual thread for ever; callers may well be virtual threads themselves.
 */
final class GuestThreads implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final ThreadPoolExecutor executor;
  private final ThreadPoolExecutor background;
  private final Watchdog watchdog;
  private final LongSupplier ticker;
  private final long startNanos;

  /**
   * Threads that start as they are needed.
   *
   * @param ticker nanoseconds as {@link System#nanoTime}
   */
  GuestThreads(Limits limits, LongSupplier ticker) {
    this.ticker = ticker;
    this.startNanos = limits.startDeadline().toNanos();
    this.watchdog = new Watchdog(ticker);
    this.executor =
        executor(
            limits.concurrentGuests(),
            queue(limits.queuedInvocations()),
            threads("wayfare-guest", limits.stackBytes()));
    // One task that runs and one that waits do for all, so more are dropped.
    this.background = executor(1, queue(1), threads("wayfare-guest-refill", limits.stackBytes()));
    background.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** What became of a task. */
  sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record DeadlinePassed<T>() implements Outcome<T> {}

    record Rejected<T>() implements Outcome<T> {}

    /** It was not begun, since the threads are closed. */
    record Closed<T>() implements Outcome<T> {}
  }

  /**
   * Runs a task on a guest thread and waits for it, up to the deadline; past it, or when the caller
   * itself is interrupted, the task's thread is interrupted.
   *
   * @param afterwards runs on the same thread once the caller has its outcome, also where the task
   *     was never begun
   * @param deadline by the ticker
   */
  <T> Outcome<T> call(Callable<T> task, Runnable afterwards, long deadline)
      throws InterruptedException, ExecutionException {
    var running = new FutureTask<T>(() -> guarded(task, deadline));
    try {
      executor.execute(new Queued(running, afterwards));
    } catch (RejectedExecutionException e) {
      return executor.isShutdown() ? new Outcome.Closed<>() : new Outcome.Rejected<>();
    }
    try {
      return new Outcome.Done<>(running.get(deadline - ticker.getAsLong(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return new Outcome.DeadlinePassed<>();
    } catch (CancellationException e) {
      return new Outcome.Closed<>();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        return new Outcome.DeadlinePassed<>();
      }
      throw e;
    } finally {
      running.cancel(true);
    }
  }

  /** Runs a task after those before it, in the time for a start; drops it if one waits yet. */
  void inBackground(Runnable task) {
    background.execute(
        () -> {
          Watchdog.Guard guard = watchdog.guard(ticker.getAsLong() + startNanos);
          try {
            task.run();
          } finally {
            guard.close();
          }
        });
  }

  /** How many invocations wait for a thread. */
  int waiting() {
    return executor.getQueue().size();
  }

  /** Waits a few seconds for what runs, then interrupts it and drops what was not begun. */
  @Override
  public void close() {
    background.shutdownNow();
    executor.shutdown();
    try {
      if (!executor.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        endAll();
      }
    } catch (InterruptedException e) {
      endAll();
      Thread.currentThread().interrupt();
    }
    watchdog.close();
  }

  private void endAll() {
    for (Runnable left : executor.shutdownNow()) {
      // Or else whoever waits for it would do so until its deadline.
      ((Queued) left).task().cancel(false);
    }
  }

  private <T> T guarded(Callable<T> task, long deadline) throws Exception {
    Watchdog.Guard guard = watchdog.guard(deadline);
    try {
      return task.call();
    } finally {
      guard.close();
    }
  }

  private record Queued(FutureTask<?> task, Runnable afterwards) implements Runnable {
    @Override
    public void run() {
      task.run();
      afterwards.run();
    }
  }

  private static ThreadPoolExecutor executor(
      int threads, BlockingQueue<Runnable> queue, ThreadFactory factory) {
    var executor =
        new ThreadPoolExecutor(
            threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS, queue, factory);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static BlockingQueue<Runnable> queue(int capacity) {
    return capacity == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(capacity);
  }

  private static ThreadFactory threads(String name, int stackBytes) {
    return task -> {
      var thread = new Thread(null, task, name, stackBytes);
      thread.setDaemon(true);
      return thread;
    };
  }
}

package dev.wayfare.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same for several things at once, each on a thread of its own. */
final class AtOnce {
  /** Enough for the targets of most files; more wait for their turn. */
  private static final int MOST = 16;

  private AtOnce() {}

  /** What is done for one of them. */
  interface Task<T, R> {
    R of(T each) throws IOException, InterruptedException;
  }

  /**
   * What {@code task} gives for each of {@code all}, in their order.
   *
   * @throws IOException the first failure in that order, once all have ended
   */
  static <T, R> List<R> each(List<T> all, Task<T, R> task)
      throws IOException, InterruptedException {
    return each(MOST, all, task);
  }

  /** The same for at most {@code most} of them at a time, 1 or more. */
  static <T, R> List<R> each(int most, List<T> all, Task<T, R> task)
      throws IOException, InterruptedException {
    var results = new ArrayList<R>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(most, Thread.ofPlatform().daemon().factory())) {
      List<Callable<R>> calls = all.stream().<Callable<R>>map(each -> () -> task.of(each)).toList();
      for (Future<R> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
    return results;
  }
}

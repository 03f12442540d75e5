package dev.wayfare.local.aws;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The execution environments of one function: one invocation in each at a time, another one started
 * when all are busy, none past the concurrency limit. The one used last is used first, so that the
 * rest would be reclaimed.
 */
final class EnvironmentPool implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.wayfare.local");

  private final int concurrency;
  private final Starter starter;
  private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
  private final Set<ExecutionEnvironment> all = new HashSet<>();
  private int reserved;

  /** What starts an environment and waits for its INIT. */
  @FunctionalInterface
  interface Starter {
    ExecutionEnvironment start() throws IOException, InterruptedException;
  }

  EnvironmentPool(int concurrency, Starter starter) {
    this.concurrency = concurrency;
    this.starter = starter;
  }

  /** What an invocation does with the environment it got. */
  @FunctionalInterface
  interface Use<T> {
    T apply(ExecutionEnvironment environment) throws InterruptedException;
  }

  /**
   * Runs {@code use} with an environment, or nothing where all are busy and no more are allowed.
   *
   * @throws IOException if a new environment does not initialise
   */
  <T> Optional<T> with(Use<T> use) throws IOException, InterruptedException {
    if (!reserve()) {
      return Optional.empty();
    }
    ExecutionEnvironment environment = null;
    try {
      environment = take().orElse(null);
      if (environment == null) {
        environment = add(starter.start());
      }
      return Optional.of(use.apply(environment));
    } finally {
      release(environment);
    }
  }

  /** Starts the first environment, so that the first invocation finds it warm. */
  void warmUp() throws IOException, InterruptedException {
    var _ = with(ExecutionEnvironment::pid);
  }

  @Override
  public synchronized void close() {
    all.forEach(ExecutionEnvironment::close);
    all.clear();
    idle.clear();
  }

  private synchronized boolean reserve() {
    if (reserved == concurrency) {
      return false;
    }
    reserved++;
    return true;
  }

  private synchronized Optional<ExecutionEnvironment> take() {
    while (!idle.isEmpty()) {
      ExecutionEnvironment environment = idle.pop();
      if (environment.isAlive()) {
        return Optional.of(environment);
      }
      discard(environment);
    }
    return Optional.empty();
  }

  private synchronized ExecutionEnvironment add(ExecutionEnvironment environment) {
    all.add(environment);
    LOG.log(Level.INFO, "environment " + environment.pid() + " is ready");
    return environment;
  }

  private synchronized void release(@Nullable ExecutionEnvironment environment) {
    reserved--;
    if (environment == null) {
      return;
    }
    if (environment.isAlive()) {
      idle.push(environment);
    } else {
      discard(environment);
    }
  }

  private void discard(ExecutionEnvironment environment) {
    LOG.log(Level.INFO, "environment " + environment.pid() + " is gone");
    all.remove(environment);
    environment.close();
  }
}

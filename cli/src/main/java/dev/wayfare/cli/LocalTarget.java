package dev.wayfare.cli;

import dev.wayfare.router.config.TargetConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A target that runs on this machine, and is started again on the same port when it ends by itself,
 * as a cloud would; so a killed one can be watched to fall out of the router's choice and to come
 * back.
 */
final class LocalTarget implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final TargetConfig target;
  private final Map<String, String> variables;
  private final Path archive;
  private final StandInCommand commands;
  private final PrintWriter out;
  private final PrintWriter err;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable StandInProcess running;
  private @Nullable URI endpoint;
  private @Nullable Thread watcher;
  private boolean closed;

  /**
   * A target that is not started yet.
   *
   * @param variables what its environment has beside this process's
   */
  LocalTarget(
      TargetConfig target,
      Map<String, String> variables,
      Path archive,
      StandInCommand commands,
      PrintWriter out,
      PrintWriter err) {
    this.target = target;
    this.variables = variables;
    this.archive = archive;
    this.commands = commands;
    this.out = out;
    this.err = err;
  }

  String id() {
    return target.id();
  }

  /**
   * Starts it, waits until it answers, and from then on keeps it running.
   *
   * @return where it answers
   */
  URI start() throws IOException {
    StandInProcess started = launch(0);
    URI answersAt = started.awaitReady();
    lock.lock();
    try {
      endpoint = answersAt;
      watcher =
          Thread.ofPlatform()
              .daemon()
              .name("watch-" + id())
              .start(() -> watch(started, answersAt.getPort()));
    } finally {
      lock.unlock();
    }
    return answersAt;
  }

  /** Prints the line that tells who it is and where. */
  void announce() {
    lock.lock();
    try {
      if (running != null) {
        out.println("target " + id() + " " + endpoint + " pid " + running.pid());
        out.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets it end without being started again. */
  void leave() {
    lock.lock();
    try {
      closed = true;
      if (watcher != null) {
        watcher.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    leave();
    lock.lock();
    try {
      if (running != null) {
        running.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Registers the process before anybody waits for it, so that {@link #close} always finds it. */
  private StandInProcess launch(int port) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new UserErrorException("target " + id() + " is not started: everything ends");
      }
      StandInProcess launched =
          StandInProcess.launch(
              id(),
              commands.of(target.sku().provider(), archive, port, target.sku().memoryMib()),
              variables,
              err);
      running = launched;
      return launched;
    } finally {
      lock.unlock();
    }
  }

  private void watch(StandInProcess first, int port) {
    StandInProcess current = first;
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        int code = current.waitFor();
        Thread.sleep(pause);
        err.println("target " + id() + " ended with exit code " + code + "; it is started again");
        err.flush();
        try {
          current = launch(port);
          current.awaitReady();
          announce();
          pause = FIRST_PAUSE;
        } catch (IOException | UserErrorException e) {
          complain(String.valueOf(e.getMessage()));
          pause = longer(pause);
        }
      }
    } catch (InterruptedException e) {
      // Closed: whoever did so ends the process too.
      Thread.currentThread().interrupt();
    }
  }

  /** Says why it could not be started again, unless that is since everything ends. */
  private void complain(String why) {
    lock.lock();
    try {
      if (!closed) {
        err.println("target " + id() + " could not be started again: " + why);
        err.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}

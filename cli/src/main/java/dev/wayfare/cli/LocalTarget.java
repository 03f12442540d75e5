package dev.wayfare.cli;

import dev.wayfare.router.config.TargetConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
  private final Path archive;
  private final StandInCommand commands;
  private final PrintWriter out;
  private final PrintWriter err;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable StandIn running;
  private @Nullable Thread watcher;
  private boolean closed;

  LocalTarget(
      TargetConfig target,
      Path archive,
      StandInCommand commands,
      PrintWriter out,
      PrintWriter err) {
    this.target = target;
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
    StandIn started = start(0);
    lock.lock();
    try {
      watcher = Thread.ofPlatform().daemon().name("watch-" + id()).start(() -> watch(started));
    } finally {
      lock.unlock();
    }
    return started.endpoint();
  }

  /** Prints the line that tells who it is and where. */
  void announce() {
    lock.lock();
    try {
      if (running != null) {
        out.println("target " + id() + " " + running.endpoint() + " pid " + running.pid());
        out.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (watcher != null) {
        watcher.interrupt();
      }
      if (running != null) {
        running.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private StandIn start(int port) throws IOException {
    StandIn started =
        StandIn.start(
            id(),
            commands.of(target.sku().provider(), archive, port, target.sku().memoryMib()),
            err);
    lock.lock();
    try {
      running = started;
      if (closed) {
        started.close();
      }
    } finally {
      lock.unlock();
    }
    return started;
  }

  private void watch(StandIn first) {
    StandIn current = first;
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        int code = current.waitFor();
        Thread.sleep(pause);
        err.println("target " + id() + " ended with exit code " + code + "; it is started again");
        err.flush();
        try {
          current = start(first.endpoint().getPort());
          announce();
          pause = FIRST_PAUSE;
        } catch (IOException | UserErrorException e) {
          err.println("target " + id() + " could not be started again: " + e.getMessage());
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      // Closed: whoever did so ends the process too.
      Thread.currentThread().interrupt();
    }
  }
}

package dev.wayfare.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The edge server as a process of its own, started as a package starts it. What it writes goes
 * where ours does; its standard input is a pipe from us, so that it ends when we are gone, however
 * we went.
 */
final class ServerProcess {
  /** The server's class; a name, since the command sees packages and no shim. */
  static final String MAIN_CLASS = "dev.wayfare.shim.edge.EdgeServer";

  /** For what the server does beside waiting for requests. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  static ServerProcess start(List<String> command) throws IOException {
    return new ServerProcess(
        new ProcessBuilder(command)
            .redirectInput(Redirect.PIPE)
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT)
            .start());
  }

  /** Waits for its end, and returns its exit code; 128 and more is a signal. */
  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /**
   * Ends it, and returns once it has ended.
   *
   * @param drain how long it may wait for requests under way
   */
  void end(Duration drain) {
    process.destroy();
    try {
      if (!process.waitFor(drain.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

package dev.wayfare.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A stand-in for a cloud, as a process: it prints {@code listening URL} when it answers, and ends
 * when its standard input does, so that it never outlives this process.
 */
final class StandInProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Platform threads: a read of a process's pipe holds a virtual thread's carrier. */
  private static final ThreadFactory READERS =
      Thread.ofPlatform().daemon().name("read-", 0).factory();

  private static final String READY = "listening ";

  private final String id;
  private final Process process;
  private final PrintWriter err;

  private StandInProcess(String id, Process process, PrintWriter err) {
    this.id = id;
    this.process = process;
    this.err = err;
  }

  /**
   * Starts a stand-in, without waiting for it.
   *
   * @param id the target's id, put before each line that the stand-in writes to standard error
   * @param variables what its environment has beside this process's
   */
  static StandInProcess launch(
      String id, List<String> command, Map<String, String> variables, PrintWriter err)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectInput(Redirect.PIPE);
    builder.environment().putAll(variables);
    Process process = builder.start();
    var launched = new StandInProcess(id, process, err);
    launched.passOn(process.errorReader(StandardCharsets.UTF_8));
    return launched;
  }

  /**
   * Waits until it answers, or until it ends, which {@link #close} brings about.
   *
   * @return where it answers
   * @throws UserErrorException if it ended before that
   */
  URI awaitReady() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      close();
      throw new UserErrorException("target " + id + " did not start; what it wrote above says why");
    }
    passOn(out);
    return URI.create(line.substring(READY.length()).strip());
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the process to end, and returns its exit code; 128 and more is a signal. */
  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends the process and all that it started; asks first, and insists after a few seconds. */
  @Override
  public void close() {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(
        it -> it.onExit().completeOnTimeout(it, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join());
  }

  private void passOn(BufferedReader from) {
    READERS.newThread(() -> copy(from)).start();
  }

  private void copy(BufferedReader from) {
    try (from) {
      String line = from.readLine();
      while (line != null) {
        err.println("[" + id + "] " + line);
        err.flush();
        line = from.readLine();
      }
    } catch (IOException e) {
      // The process has ended and taken its streams with it; whoever waits for it says so.
      err.flush();
    }
  }
}

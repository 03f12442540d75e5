package dev.wayfare.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One running stand-in for a cloud: a process that prints {@code listening URL} when it answers,
 * and ends when its standard input does, so that it never outlives this process.
 */
final class StandIn implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Platform threads: a read of a process's pipe holds a virtual thread's carrier. */
  private static final ThreadFactory READERS =
      Thread.ofPlatform().daemon().name("read-", 0).factory();

  private static final String READY = "listening ";

  private final Process process;
  private final URI endpoint;

  private StandIn(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts a stand-in and waits until it answers.
   *
   * @param id the target's id, put before each line that the stand-in writes to standard error
   * @throws UserErrorException if it ends before it answers
   */
  static StandIn start(String id, List<String> command, PrintWriter err) throws IOException {
    Process process = new ProcessBuilder(command).redirectInput(Redirect.PIPE).start();
    READERS.newThread(() -> passOn(id, process.errorReader(StandardCharsets.UTF_8), err)).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      end(process);
      throw new UserErrorException("target " + id + " did not start; what it wrote above says why");
    }
    READERS.newThread(() -> passOn(id, out, err)).start();
    return new StandIn(process, URI.create(line.substring(READY.length()).strip()));
  }

  URI endpoint() {
    return endpoint;
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
    end(process);
  }

  private static void end(Process process) {
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
  }

  private static void passOn(String id, BufferedReader from, PrintWriter to) {
    try (from) {
      String line = from.readLine();
      while (line != null) {
        to.println("[" + id + "] " + line);
        to.flush();
        line = from.readLine();
      }
    } catch (IOException e) {
      // The process has ended and taken its streams with it; whoever waits for it says so.
      to.flush();
    }
  }
}

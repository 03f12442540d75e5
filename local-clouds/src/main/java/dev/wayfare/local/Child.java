package dev.wayfare.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A process of ours. Its standard input is a pipe from this process, so that it can tell when we
 * are gone, however we went; its standard error is ours.
 */
public final class Child implements AutoCloseable {
  /** Nothing survives being killed, but the kernel takes its time to say so. */
  private static final Duration KILLED = Duration.ofSeconds(1);

  private final Process process;
  private final Duration grace;

  private Child(Process process, Duration grace) {
    this.process = process;
    this.grace = grace;
  }

  /**
   * Starts a process.
   *
   * @param grace how long it may take to end by itself once it is told to; zero kills it at once
   * @param output takes each line of its standard output
   */
  public static Child start(ProcessBuilder builder, Duration grace, Consumer<String> output)
      throws IOException {
    Process process = builder.redirectError(Redirect.INHERIT).redirectInput(Redirect.PIPE).start();
    // A platform thread: a read of a process's pipe holds a virtual thread's carrier.
    Thread.ofPlatform().daemon().name("read-" + process.pid()).start(() -> pump(process, output));
    return new Child(process, grace);
  }

  /** The {@code java} command of the JDK that runs this process. */
  public static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Tells {@code listener} its exit code once it has ended. */
  public void onExit(IntConsumer listener) {
    var _ = process.onExit().thenAccept(ended -> listener.accept(ended.exitValue()));
  }

  /** Ends it, and returns once it has ended. */
  @Override
  public void close() {
    try {
      if (!grace.isZero()) {
        process.destroy();
      }
      if (grace.isZero() || !process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        var _ = process.destroyForcibly().waitFor(KILLED.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Process process, Consumer<String> output) {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(output);
    } catch (IOException | UncheckedIOException e) {
      // The pipe broke: the process has ended.
      output.accept("");
    }
  }
}

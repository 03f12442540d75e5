package dev.wayfare.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * How somebody else's program ended.
 *
 * @param exitCode 0 where all was well
 * @param output what it printed and complained of, in this order or another; its first {@value
 *     #MOST_BYTES} bytes
 */
record BoundedRun(int exitCode, String output) {
  private static final int MOST_BYTES = 8 * 1024;

  /**
   * Runs a program to its end, without input.
   *
   * @param environment all that it sees of one
   * @param patience how long it may take, and once more to close its output
   * @return nothing where it takes longer; it is killed, with all that it started
   * @throws IOException if it cannot be started
   */
  static Optional<BoundedRun> of(
      List<String> command, Path folder, Map<String, String> environment, Duration patience)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () -> read(process), task -> Thread.ofPlatform().daemon().start(task));
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        String text = output.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.of(new BoundedRun(process.exitValue(), text));
      }
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.empty(); // what it started keeps its output open
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** The beginning; then the output is closed, which ends whoever goes on writing. */
  private static String read(Process process) {
    try (InputStream in = process.getInputStream()) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

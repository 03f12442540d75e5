package dev.wayfare.router.observe;

import dev.wayfare.router.config.DecisionLogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes items as lines, on a thread of its own. Safe to use from many threads; it never blocks
 * them, and what does not fit into its queue is left out and counted.
 *
 * @param <T> what is written
 */
final class LineWriter<T> implements AutoCloseable {
  /** How many items may wait to be written, besides the one that is being written. */
  static final int MOST_WAITING = 1024;

  /** There is always room for one in a file. */
  static final int LONGEST_LINE_BYTES = (int) DecisionLogSettings.LEAST_BYTES;

  private static final int STOP_SECONDS = 5;

  private final System.Logger log;
  private final String item;
  private final LineSink sink;
  private final Format<T> format;
  private final LongAdder written = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ThreadPoolExecutor thread;
  private boolean isFailing;

  /** How an item is written. */
  interface Format<T> {
    /** The line, with a line feed at its end and nowhere else. */
    byte[] line(T item) throws IOException;
  }

  /**
   * A writer to {@code sink}, which is closed with it.
   *
   * @param item the word for one in sentences, such as {@code decision}
   * @param log is told what goes wrong
   */
  LineWriter(String item, LineSink sink, Format<T> format, System.Logger log) {
    this.item = item;
    this.sink = sink;
    this.format = format;
    this.log = log;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("wayfare-" + item + "-log").factory(),
            (task, full) -> dropped.increment());
  }

  /**
   * Opens {@code path}, to go on after what is in it.
   *
   * @throws LogFileException where it cannot be written to
   */
  static LineSink open(String item, Path path, long maxBytes, int files) {
    Path file = path.toAbsolutePath();
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new LogFileException(
          "there is no folder %1$s for the %2$s log; make it, or name another file in %2$s-log.file"
              .formatted(folder, item));
    }
    try {
      return RotatedFile.open(file, maxBytes, files);
    } catch (IOException e) {
      throw new LogFileException(
          "the %1$s log %2$s cannot be written to (%3$s); name another file in %1$s-log.file"
              .formatted(item, file, e),
          e);
    }
  }

  /** Takes an item that does not change any more. */
  void accept(T next) {
    thread.execute(() -> write(next));
  }

  private void write(T next) {
    try {
      byte[] line = format.line(next);
      if (line.length > LONGEST_LINE_BYTES) {
        throw new IOException("a line of %d bytes is too long".formatted(line.length));
      }
      sink.append(line);
      written.increment();
      isFailing = false;
    } catch (IOException | RuntimeException e) {
      failed.increment();
      if (!isFailing) {
        isFailing = true;
        log.log(
            System.Logger.Level.WARNING,
            "%1$ss are missing in the %1$s log until it can be written to: %2$s".formatted(item, e),
            e instanceof IOException ? null : e);
      }
    }
  }

  long written() {
    return written.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** Writes what waits, and closes the sink. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        log.log(
            System.Logger.Level.WARNING,
            "{0} {1}s are missing in the {1} log, since the disk is too slow",
            thread.shutdownNow().size(),
            item);
      }
      sink.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.log(
          System.Logger.Level.WARNING,
          "the %s log was not closed in good order".formatted(item),
          e);
    }
  }
}

package dev.wayfare.router.observe;

import dev.wayfare.router.config.DecisionLogSettings;
import dev.wayfare.router.dispatch.DecisionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Writes a sample of the decisions to disk, one JSON object in a line, so that they can be looked
 * at and made again ({@link DecisionLogReader}) after the router has ended. Safe to use from many
 * threads; it never blocks them, and what does not fit into its queue is left out and counted.
 */
public final class DecisionLog implements Consumer<DecisionRecord>, AutoCloseable {
  /** How many decisions may wait to be written, besides the one that is being written. */
  static final int MOST_WAITING = 1024;

  /** A line is some 250 bytes for each candidate. */
  static final int LONGEST_LINE_BYTES = (int) DecisionLogSettings.LEAST_BYTES;

  private static final System.Logger LOG = System.getLogger(DecisionLog.class.getName());
  private static final int STOP_SECONDS = 5;

  private final Sample sample;
  private final LineSink sink;
  private final LongAdder written = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ThreadPoolExecutor thread;
  private boolean isFailing;

  /** A log of {@code sample} to {@code sink}, which is closed with it. */
  DecisionLog(Sample sample, LineSink sink) {
    this.sample = sample;
    this.sink = sink;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("wayfare-decision-log").factory(),
            (task, full) -> dropped.increment());
  }

  /**
   * A log as {@code settings} have it, which goes on after what is in the file.
   *
   * @throws DecisionLogException where the file cannot be written to
   */
  public static DecisionLog open(DecisionLogSettings settings) {
    Path file = settings.file().toAbsolutePath();
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new DecisionLogException(
          "there is no folder %s for the decision log; make it, or name another file in"
                  .formatted(folder)
              + " decision-log.file");
    }
    try {
      return new DecisionLog(
          new Sample(settings.sample()),
          RotatedFile.open(file, settings.maxBytes(), settings.files()));
    } catch (IOException e) {
      throw new DecisionLogException(
          "the decision log %s cannot be written to (%s); name another file in decision-log.file"
              .formatted(file, e),
          e);
    }
  }

  /** Takes a decision whose request has ended. */
  @Override
  public void accept(DecisionRecord record) {
    if (sample.holds(record.decision().draw())) {
      thread.execute(() -> write(record));
    }
  }

  private void write(DecisionRecord record) {
    try {
      byte[] line = DecisionLine.of(record);
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
        LOG.log(
            System.Logger.Level.WARNING,
            "decisions are missing in the decision log until it can be written to: " + e,
            e instanceof IOException ? null : e);
      }
    }
  }

  /** Decisions in the file, since the start. */
  public long written() {
    return written.sum();
  }

  /** Decisions left out since too many waited already. */
  public long dropped() {
    return dropped.sum();
  }

  /** Decisions left out since they could not be written, such as to a full disk. */
  public long failed() {
    return failed.sum();
  }

  /** Writes what waits, and closes the file. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} decisions are missing in the decision log, since the disk is too slow",
            thread.shutdownNow().size());
      }
      sink.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the decision log was not closed in good order", e);
    }
  }
}

package dev.wayfare.router.observe;

import dev.wayfare.router.config.DecisionLogSettings;
import dev.wayfare.router.dispatch.DecisionRecord;
import java.util.function.Consumer;

/**
 * Writes a sample of the decisions to disk, one JSON object in a line, so that they can be looked
 * at and made again ({@link DecisionLogReader}) after the router has ended. Safe to use from many
 * threads; it never blocks them, and what does not fit into its queue is left out and counted.
 */
public final class DecisionLog implements Consumer<DecisionRecord>, AutoCloseable {
  /** How many decisions may wait to be written, besides the one that is being written. */
  static final int MOST_WAITING = LineWriter.MOST_WAITING;

  /** A line is some 250 bytes for each candidate. */
  static final int LONGEST_LINE_BYTES = LineWriter.LONGEST_LINE_BYTES;

  private static final String ITEM = "decision";
  private static final System.Logger LOG = System.getLogger(DecisionLog.class.getName());

  private final Sample sample;
  private final LineWriter<DecisionRecord> writer;

  /** A log of {@code sample} to {@code sink}, which is closed with it. */
  DecisionLog(Sample sample, LineSink sink) {
    this.sample = sample;
    this.writer = new LineWriter<>(ITEM, sink, DecisionLine::of, LOG);
  }

  /**
   * A log as {@code settings} have it, which goes on after what is in the file.
   *
   * @throws LogFileException where the file cannot be written to
   */
  public static DecisionLog open(DecisionLogSettings settings) {
    return new DecisionLog(
        new Sample(settings.sample()),
        LineWriter.open(ITEM, settings.file(), settings.maxBytes(), settings.files()));
  }

  /** Takes a decision whose request has ended. */
  @Override
  public void accept(DecisionRecord record) {
    if (sample.holds(record.decision().draw())) {
      writer.accept(record);
    }
  }

  /** Decisions in the file, since the start. */
  public long written() {
    return writer.written();
  }

  /** Decisions left out since too many waited already. */
  public long dropped() {
    return writer.dropped();
  }

  /** Decisions left out since they could not be written, such as to a full disk. */
  public long failed() {
    return writer.failed();
  }

  /** Writes what waits, and closes the file. */
  @Override
  public void close() {
    writer.close();
  }
}

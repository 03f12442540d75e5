package dev.wayfare.router.observe;

import dev.wayfare.router.config.RequestLogSettings;
import dev.wayfare.router.dispatch.Passage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Writes each request as a line of JSON. Safe to use from many threads; it never blocks them, and
 * what does not fit into its queue is left out and counted.
 */
public final class RequestLog implements Consumer<Passage>, AutoCloseable {
  private static final String ITEM = "request";
  private static final System.Logger LOG = System.getLogger(RequestLog.class.getName());

  private final LineWriter<RequestLine> writer;
  private final InstantSource instants;

  /** A log to {@code sink}, which is closed with it. */
  RequestLog(LineSink sink, InstantSource instants) {
    this.writer = new LineWriter<>(ITEM, sink, RequestLine::bytes, LOG);
    this.instants = instants;
  }

  /**
   * A log as {@code settings} have it, which goes on after what is in the file.
   *
   * @throws LogFileException where the file cannot be written to
   */
  public static RequestLog open(RequestLogSettings settings, InstantSource instants) {
    LineSink sink =
        settings.file() == null
            ? new StandardOutput(new FileOutputStream(FileDescriptor.out))
            : LineWriter.open(ITEM, settings.file(), settings.maxBytes(), settings.files());
    return new RequestLog(sink, instants);
  }

  /** Standard output, a whole line with each write; it stays open. */
  private record StandardOutput(FileOutputStream out) implements LineSink {
    @Override
    public void append(byte[] line) throws IOException {
      out.write(line);
    }

    @Override
    public void close() {
      // It is the process's.
    }
  }

  /** Takes a request that has ended. */
  @Override
  public void accept(Passage ended) {
    writer.accept(new RequestLine(ended, instants.millis(), ended.caller().address()));
  }

  /** Requests written since the start. */
  public long written() {
    return writer.written();
  }

  /** Requests left out since too many waited already. */
  public long dropped() {
    return writer.dropped();
  }

  /** Requests left out since they could not be written, such as to a full disk. */
  public long failed() {
    return writer.failed();
  }

  /** Writes what waits, and closes the file. */
  @Override
  public void close() {
    writer.close();
  }
}

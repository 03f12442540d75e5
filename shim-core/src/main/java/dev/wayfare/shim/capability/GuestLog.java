package dev.wayfare.shim.capability;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a guest says during one invocation, as lines that are safe to keep: bounded, without the
 * values of its secrets, and without control characters, so that a guest cannot forge a line. Close
 * it to hear the last line, and what was dropped.
 */
public final class GuestLog implements AutoCloseable {
  /**
   * What a line counts for beside its own bytes: whoever keeps it writes a time and an id to it.
   */
  private static final int LINE_BYTES = 64;

  private final Consumer<Entry> entries;
  private final int limitBytes;
  private final LogText text;
  private @Nullable Map<Source, LineBuffer> lines;
  private int takenBytes;
  private long droppedBytes;

  /** Who said it. */
  public enum Source {
    /** The guest, on its standard output. */
    STDOUT,
    /** The guest, on its standard error. */
    STDERR,
    /** The guest, by a log call of its ABI. */
    GUEST,
    /** The host, of what it refused. */
    DENIED
  }

  /** How much it matters. */
  public enum Level {
    /** For whoever is looking for a mistake. */
    DEBUG,
    /** What is to be expected. */
    INFO,
    /** What should not be, but can be lived with. */
    WARN,
    /** What went wrong. */
    ERROR
  }

  /**
   * One line.
   *
   * @param source who said it
   * @param level how much it matters
   * @param text without control characters and without a secret's value
   */
  public record Entry(Source source, Level level, String text) {}

  /**
   * A log for one invocation.
   *
   * @param entries takes each line, on the thread that runs the guest
   * @param limitBytes the most that the guest may say; the rest is counted and dropped
   * @param text how text is made safe; to be shared by all invocations
   */
  public GuestLog(Consumer<Entry> entries, int limitBytes, LogText text) {
    this.entries = entries;
    this.limitBytes = limitBytes;
    this.text = text;
  }

  /** Takes bytes that the guest wrote, wherever in a line they end. */
  public void write(Source source, byte[] bytes, int offset, int length) {
    LineBuffer line = line(source);
    int end = offset + length;
    for (int start = offset; start < end; ) {
      int lineEnd = lineEnd(bytes, start, end);
      int taken = take(lineEnd - start);
      line.append(bytes, start, taken);
      line.truncated |= taken < lineEnd - start;
      if (lineEnd < end) {
        endLine(line);
      }
      start = lineEnd + 1;
    }
  }

  /** Takes a whole message of the guest, which may have several lines. */
  public void message(Level level, String message) {
    for (String each : message.split("\n", -1)) {
      byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
      if (!takeLineEnd()) {
        droppedBytes += bytes.length;
        continue;
      }
      int taken = take(bytes.length);
      String safe =
          taken == bytes.length
              ? text.safe(each)
              : text.safeStart(new String(bytes, 0, taken, StandardCharsets.UTF_8));
      entries.accept(new Entry(Source.GUEST, level, safe));
    }
  }

  /** Takes what the host refused; does not count towards the bound. */
  public void denied(String what) {
    entries.accept(new Entry(Source.DENIED, Level.WARN, text.safe(what)));
  }

  /** Passes on unfinished lines, and says how much was dropped. */
  @Override
  public void close() {
    if (lines != null) {
      for (LineBuffer line : lines.values()) {
        if (line.length > 0) {
          flush(line, line.truncated);
        }
      }
      lines.clear();
    }
    if (droppedBytes > 0) {
      denied(droppedBytes + " more bytes were dropped: the log limit is " + limitBytes);
      droppedBytes = 0;
    }
  }

  /** Most guests say nothing, and there is a log for each of their requests. */
  private LineBuffer line(Source source) {
    if (lines == null) {
      lines = new EnumMap<>(Source.class);
    }
    return lines.computeIfAbsent(source, LineBuffer::new);
  }

  private static int lineEnd(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void endLine(LineBuffer line) {
    if (takeLineEnd() || line.length > 0) {
      flush(line, line.truncated);
    }
    line.truncated = false;
  }

  /** Charges for a line, or else empty ones would be nearly without end. */
  private boolean takeLineEnd() {
    if (limitBytes - takenBytes < LINE_BYTES) {
      takenBytes = limitBytes;
      droppedBytes++;
      return false;
    }
    takenBytes += LINE_BYTES;
    return true;
  }

  private int take(int wanted) {
    int taken = Math.min(wanted, limitBytes - takenBytes);
    takenBytes += taken;
    droppedBytes += wanted - taken;
    return taken;
  }

  private void flush(LineBuffer line, boolean truncated) {
    String raw = line.drain();
    Level level = line.source == Source.STDERR ? Level.WARN : Level.INFO;
    entries.accept(new Entry(line.source, level, truncated ? text.safeStart(raw) : text.safe(raw)));
  }

  /** The bytes of a line whose end has not come yet; bounded by the log's own limit. */
  private static final class LineBuffer {
    private final Source source;
    private byte[] bytes = {};
    private int length;
    private boolean truncated;

    private LineBuffer(Source source) {
      this.source = source;
    }

    private void append(byte[] from, int offset, int count) {
      if (count > bytes.length - length) {
        bytes = java.util.Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
      }
      System.arraycopy(from, offset, bytes, length, count);
      length += count;
    }

    private String drain() {
      int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
      length = 0;
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
  }
}

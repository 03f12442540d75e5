package dev.wayfare.shim.engine;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits a guest's standard error into lines, and stops passing them on past a bound. */
final class LineOutput extends OutputStream {
  private final Consumer<String> lines;
  private final int limitBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int taken;
  private long dropped;

  LineOutput(Consumer<String> lines, int limitBytes) {
    this.lines = lines;
    this.limitBytes = limitBytes;
  }

  @Override
  public void write(int b) {
    if (taken == limitBytes) {
      dropped++;
      return;
    }
    taken++;
    if (b == '\n') {
      flushLine();
    } else {
      line.write(b);
    }
  }

  @Override
  public void close() {
    if (line.size() > 0) {
      flushLine();
    }
    if (dropped > 0) {
      lines.accept(dropped + " more bytes were dropped: the log limit is " + limitBytes);
    }
  }

  private void flushLine() {
    lines.accept(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }
}

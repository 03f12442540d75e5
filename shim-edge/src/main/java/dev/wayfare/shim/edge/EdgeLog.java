package dev.wayfare.shim.edge;

import dev.wayfare.shim.host.JsonLog;
import dev.wayfare.shim.host.LogLine;
import dev.wayfare.shim.host.LogSink;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Map;

/**
 * The server's log: one JSON object a line, with {@code time}, {@code level}, {@code request},
 * {@code source} and {@code message}.
 *
 * @param lines where the lines of functions go too
 * @param clock the time of the server's own lines
 */
record EdgeLog(LogSink lines, InstantSource clock) {
  private static final JsonLog.Names NAMES =
      new JsonLog.Names("time", "level", "request", "message");

  /** A log that goes to {@code out}. */
  static EdgeLog of(PrintStream out, InstantSource clock) {
    return new EdgeLog(new JsonLog(out, NAMES, Map.of()), clock);
  }

  /** Says something of the server itself that somebody should look at. */
  void warn(String message) {
    lines.write(new LogLine(clock.instant(), Level.WARNING, "", "server", message, Map.of()));
  }
}

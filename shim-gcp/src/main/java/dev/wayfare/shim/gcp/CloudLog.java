package dev.wayfare.shim.gcp;

import dev.wayfare.shim.host.JsonLog;
import dev.wayfare.shim.host.LogSink;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * A log that Cloud Logging parses: it takes each line of standard output that is a JSON object for
 * an entry, with the members below as its time, severity and text. The other levels are called as
 * its severities are.
 *
 * @see <a href="https://cloud.google.com/logging/docs/structured-logging">structured logs</a>
 */
final class CloudLog {
  private CloudLog() {}

  static LogSink to(PrintStream out) {
    return new JsonLog(
        out,
        new JsonLog.Names("time", "severity", "request", "message"),
        Map.of(Level.TRACE, "DEBUG"));
  }
}

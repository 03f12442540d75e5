package dev.wayfare.shim.aws;

import dev.wayfare.shim.host.JsonLog;
import dev.wayfare.shim.host.LogSink;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * The log as Lambda parses it: JSON objects whose {@code timestamp} and {@code level} it takes as
 * the line's own, with Lambda's request id as {@code requestId}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html">
 *     JSON log formats</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html">
 *     Log-level filtering</a>
 */
final class LambdaLog {
  /** What Lambda calls an invocation in its own lines. */
  static final String REQUEST_ID = "requestId";

  private LambdaLog() {}

  static LogSink to(PrintStream out) {
    return new JsonLog(
        out,
        new JsonLog.Names("timestamp", "level", "request", "message"),
        Map.of(Level.WARNING, "WARN"));
  }
}

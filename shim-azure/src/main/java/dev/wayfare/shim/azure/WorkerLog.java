package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.ExecutionContext;
import dev.wayfare.shim.host.JsonLog;
import dev.wayfare.shim.host.LogLine;
import dev.wayfare.shim.host.LogSink;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes each line as a JSON object to the logger of the invocation that it belongs to. The worker
 * sends what is logged there to the Functions host with the invocation's id, and so it becomes a
 * trace of that invocation in Application Insights, where {@code parse_json(message)} has the
 * members. What belongs to no invocation under way goes to standard output, a line each, which the
 * host logs too, though as nobody's.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/WorkerLogManager.java">WorkerLogManager</a>
 */
final class WorkerLog implements LogSink {
  /** The member with the invocation's id, as Application Insights' dimension is called. */
  static final String INVOCATION_ID = "InvocationId";

  private static final JsonLog.Names NAMES =
      new JsonLog.Names("time", "level", "requestId", "message");

  private final ConcurrentHashMap<String, Logger> loggers = new ConcurrentHashMap<>();
  private final JsonLog outside;

  /**
   * A log.
   *
   * @param out for what belongs to no invocation
   */
  WorkerLog(PrintStream out) {
    outside = new JsonLog(out, NAMES, Map.of());
  }

  /** While an invocation is under way; ends by {@link #close}. */
  final class Scope implements AutoCloseable {
    private final Map<String, String> fields;

    private Scope(Map<String, String> fields) {
      this.fields = fields;
    }

    /** What each line of this invocation bears. */
    Map<String, String> fields() {
      return fields;
    }

    @Override
    public void close() {
      fields.values().forEach(loggers::remove);
    }
  }

  /** Sends the lines of an invocation to its own logger until the scope is closed. */
  Scope during(@Nullable ExecutionContext context) {
    String id = context == null ? null : context.getInvocationId();
    Logger logger = context == null ? null : context.getLogger();
    if (id == null || logger == null) {
      return new Scope(Map.of());
    }
    loggers.put(id, logger);
    return new Scope(Map.of(INVOCATION_ID, id));
  }

  @Override
  public void write(LogLine line) {
    Logger logger = loggers.get(line.fields().getOrDefault(INVOCATION_ID, ""));
    if (logger == null) {
      outside.write(line);
    } else {
      logger.log(level(line.level()), outside.text(line));
    }
  }

  /** The worker takes levels up to FINE as Trace, and those up to below INFO as Debug. */
  private static Level level(System.Logger.Level level) {
    return switch (level) {
      case ALL, TRACE, OFF -> Level.FINER;
      case DEBUG -> Level.CONFIG;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR -> Level.SEVERE;
    };
  }
}

package dev.wayfare.shim.host;

import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.capability.LogText;
import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * What is logged of invocations: lines of {@code key=value} pairs, the request's id first, so that
 * whatever collects them can find all that belongs to one request.
 */
final class FunctionLog {
  private static final int LONGEST_REASON = 500;

  private final System.Logger logger;
  private final int limitBytes;
  private final LogText text;

  FunctionLog(System.Logger logger, HostConfig config) {
    this.logger = logger;
    this.limitBytes = config.limits().logBytes();
    this.text = new LogText(config.grants().secrets().values());
  }

  /** The log of one invocation's guest. */
  GuestLog open(String id) {
    return new GuestLog(entry -> log(id, entry), limitBytes, text);
  }

  /** Why an invocation was answered in the guest's place; the guest may have had a say in it. */
  void failed(String id, int status, String reason) {
    logger.log(
        Level.WARNING,
        () -> "request=" + id + " status=" + status + " reason=" + quoted(abridged(reason)));
  }

  /** Why a guest did not get ready for a request. */
  void notReady(String reason) {
    logger.log(Level.WARNING, () -> "a guest did not get ready: " + abridged(reason));
  }

  private String abridged(String reason) {
    String safe = text.safe(reason);
    return safe.length() <= LONGEST_REASON ? safe : safe.substring(0, LONGEST_REASON) + "…";
  }

  private void log(String id, GuestLog.Entry entry) {
    logger.log(
        level(entry.level()),
        () ->
            "request="
                + id
                + " source="
                + entry.source().name().toLowerCase(Locale.ROOT)
                + " text="
                + quoted(entry.text()));
  }

  private static Level level(GuestLog.Level level) {
    return switch (level) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.ERROR;
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

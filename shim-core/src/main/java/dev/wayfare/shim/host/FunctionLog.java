package dev.wayfare.shim.host;

import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.capability.GuestLog;
import dev.wayfare.shim.capability.LogText;
import dev.wayfare.shim.event.FunctionEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What is logged of invocations, each line with the id of the request that it belongs to. */
final class FunctionLog {
  private static final int LONGEST_REASON = 500;
  private static final String HOST = "host";

  private final LogSink sink;
  private final InstantSource clock;
  private final int limitBytes;
  private final LogText text;

  FunctionLog(LogSink sink, InstantSource clock, HostConfig config) {
    this.sink = sink;
    this.clock = clock;
    this.limitBytes = config.limits().logBytes();
    this.text = new LogText(config.grants().secrets().values());
  }

  /** The log of one invocation's guest. */
  GuestLog open(String id, Map<String, String> fields) {
    return new GuestLog(
        entry ->
            write(
                level(entry.level()),
                id,
                entry.source().name().toLowerCase(Locale.ROOT),
                entry.text(),
                fields),
        limitBytes,
        text);
  }

  /** Why an invocation was answered in the guest's place; the guest may have had a say in it. */
  void failed(Arrival arrival, Answer.Failed failed) {
    var fields = new HashMap<>(arrival.invocation().logFields());
    fields.put("status", Integer.toString(failed.status()));
    write(Level.WARNING, arrival.id(), HOST, abridged(failed.reason()), fields);
  }

  /** Why an event was not taken, which its platform may deliver again. */
  void notTaken(FunctionEvent event, String reason, Map<String, String> fields) {
    var more = new HashMap<>(fields);
    more.put("event", text.safe(event.attributes().getOrDefault("id", "")));
    write(Level.WARNING, "", HOST, reason, more);
  }

  /** A mistake of the host's own. */
  void broken(Arrival arrival, Throwable cause) {
    var trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    var fields = new HashMap<>(arrival.invocation().logFields());
    fields.put("stack", text.safe(trace.toString()));
    write(Level.ERROR, arrival.id(), HOST, abridged("the host failed: " + cause), fields);
  }

  /** Why a guest did not get ready for a request. */
  void notReady(String reason) {
    write(Level.WARNING, "", HOST, "a guest did not get ready: " + abridged(reason), Map.of());
  }

  private void write(
      Level level, String request, String source, String message, Map<String, String> fields) {
    sink.write(new LogLine(clock.instant(), level, request, source, message, fields));
  }

  private String abridged(String reason) {
    String safe = text.safe(reason);
    return safe.length() <= LONGEST_REASON ? safe : safe.substring(0, LONGEST_REASON) + "…";
  }

  private static Level level(GuestLog.Level level) {
    return switch (level) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.ERROR;
    };
  }
}

package dev.wayfare.shim.gcp;

import dev.wayfare.shim.Headers;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the trace that a request belongs to, and names it so that Cloud Logging shows a log line
 * under the request it was written for.
 *
 * @see <a href="https://cloud.google.com/logging/docs/structured-logging">special fields of
 *     structured logs</a>
 * @see <a href="https://cloud.google.com/trace/docs/trace-context">where a trace's id comes
 *     from</a>
 */
final class Trace {
  static final String TRACE = "logging.googleapis.com/trace";
  static final String SPAN = "logging.googleapis.com/spanId";

  private static final String PROJECT = "GOOGLE_CLOUD_PROJECT";

  /** W3C Trace Context §3.2.2: version, trace, parent and flags. */
  private static final Pattern W3C =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?");

  /** The span is a decimal number, and may be missing. */
  private static final Pattern GOOGLE =
      Pattern.compile("([0-9a-fA-F]{32})(?:/([0-9]{1,20}))?(?:;.*)?");

  private final String prefix;

  private Trace(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Traces of the project that {@code GOOGLE_CLOUD_PROJECT} names; where it names none, they keep
   * their bare id, which Cloud Logging takes for one of the project that the log is in.
   */
  static Trace ofProject(Map<String, String> environment) {
    String project = environment.getOrDefault(PROJECT, "");
    return new Trace(project.isEmpty() ? "" : "projects/" + project + "/traces/");
  }

  /** The members that each log line of a request gets. */
  Map<String, String> fields(Headers headers) {
    return headers
        .first("traceparent")
        .map(this::fieldsOf)
        .filter(found -> !found.isEmpty())
        .or(() -> headers.first("x-cloud-trace-context").map(this::googleFields))
        .orElse(Map.of());
  }

  /** The members for a value of {@code traceparent}; none if it is not well-formed. */
  Map<String, String> fieldsOf(String traceparent) {
    Matcher found = W3C.matcher(traceparent);
    return found.matches() ? named(found.group(1), Optional.of(found.group(2))) : Map.of();
  }

  private Map<String, String> googleFields(String context) {
    Matcher found = GOOGLE.matcher(context);
    return found.matches()
        ? named(found.group(1), Optional.ofNullable(found.group(2)).flatMap(Trace::hex))
        : Map.of();
  }

  private Map<String, String> named(String trace, Optional<String> span) {
    String name = prefix + trace;
    return span.map(id -> Map.of(TRACE, name, SPAN, id)).orElseGet(() -> Map.of(TRACE, name));
  }

  private static Optional<String> hex(String decimal) {
    try {
      return Optional.of(HexFormat.of().toHexDigits(Long.parseUnsignedLong(decimal)));
    } catch (NumberFormatException e) {
      // 20 digits may be more than 64 bits.
      return Optional.empty();
    }
  }
}

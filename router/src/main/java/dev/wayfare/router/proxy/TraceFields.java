package dev.wayfare.router.proxy;

import dev.wayfare.router.dispatch.Passage;
import dev.wayfare.router.dispatch.Tracing;
import io.vertx.core.MultiMap;
import java.util.List;

/**
 * The fields of <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>. Where requests
 * are not traced they are fields like any other and pass through.
 */
final class TraceFields {
  static final String PARENT = "traceparent";
  static final String STATE = "tracestate";

  private TraceFields() {}

  /** Makes {@code passage} a part of the trace that {@code fields} tell of, or of a new one. */
  static void begin(Tracing tracing, Passage passage, MultiMap fields) {
    List<String> parents = fields.getAll(PARENT);
    List<String> states = fields.getAll(STATE);
    passage.traced(
        tracing.begin(
            passage,
            parents.size() == 1 ? parents.getFirst() : null,
            states.isEmpty() ? null : String.join(",", states)));
  }

  /** Takes them out of what every target is sent: each try tells its own. */
  static void remove(MultiMap outbound) {
    outbound.remove(PARENT).remove(STATE);
  }
}

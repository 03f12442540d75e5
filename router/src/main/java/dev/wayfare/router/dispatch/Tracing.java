package dev.wayfare.router.dispatch;

import org.jspecify.annotations.Nullable;

/** Traces requests. Called on event loops: it must not block. */
public interface Tracing {
  /**
   * The trace that a request is a part of from now on.
   *
   * @param parent the request's {@code traceparent}; null where there is not exactly one
   * @param state the request's {@code tracestate}, its lines joined by commas; null for none
   */
  Trace begin(Passage passage, @Nullable String parent, @Nullable String state);
}

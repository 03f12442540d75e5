package dev.wayfare.router.dispatch;

import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import dev.wayfare.router.health.Fault;
import org.jspecify.annotations.Nullable;

/** The trace of one request. Used by its event loop. */
public interface Trace {
  /** The trace's id: 32 hexadecimal digits. */
  String id();

  /** A try at {@code target} begins, which was chosen as {@code candidate}. */
  Try tried(Target target, Candidate candidate);

  /** The request ended. */
  void ended(Passage passage);

  /** One try, as a part of the trace. */
  interface Try {
    /** What the target is told as {@code traceparent}. */
    String parent();

    /** What the target is told as {@code tracestate}; null for nothing. */
    @Nullable String state();

    /**
     * The try ended.
     *
     * @param status the answer's, 0 for none
     * @param fault why there was no whole answer; null where there was, or nobody is to blame
     */
    void ended(TryOutcome outcome, int status, @Nullable Fault fault);
  }
}

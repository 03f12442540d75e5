package dev.wayfare.router.dispatch;

import java.time.Duration;

/** Is told what happens to requests. Called on event loops: it must not block. */
public interface TrafficListener {
  /** How one try at a target ended. */
  enum TryOutcome {
    ANSWERED,
    /** The platform failed it. */
    FAILED,
    /** The client went away first. */
    ABANDONED,
    /** Another try at the same request was answered first. */
    OUTRUN,
    /** It was never sent: the target had as many requests as it may have at once. */
    FULL;

    /** Whether the target was to get the request; the listener is told of no other try. */
    public boolean isSent() {
      return this != FULL;
    }
  }

  /**
   * A try at {@code target} ended; {@code latency} is the time until its response began, or failed.
   */
  void tried(Target target, TryOutcome outcome, Duration latency);

  /** The request goes to {@code target} too, since one that has it already is slow. */
  default void hedged(Target target) {}

  /** The request goes on to another target, since {@code target} failed it. */
  void retried(Target target);
}

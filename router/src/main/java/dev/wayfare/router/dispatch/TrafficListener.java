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
    ABANDONED
  }

  /**
   * A try at {@code target} ended; {@code latency} is the time until its response began, or failed.
   */
  void tried(Target target, TryOutcome outcome, Duration latency);

  /** The request goes on to another target, since {@code target} failed it. */
  void retried(Target target);
}

package dev.wayfare.deployer;

import dev.wayfare.router.deployed.Canary;
import java.time.Duration;

/** The routers, which send a new version its share and tell how it does. */
public interface Traffic {
  /**
   * Watches how {@code canary} of a target does for {@code time}, or until a router has sent its
   * requests back to the version before.
   */
  Verdict watch(String target, Canary canary, Duration time);

  /** Waits until routers have read the state as it is now. */
  void settle() throws InterruptedException;

  /** How a version did. */
  sealed interface Verdict {
    /** Well, on so many requests; none is no proof of anything. */
    record Well(long requests) implements Verdict {}

    /**
     * A router returned to the version before.
     *
     * @param why a clause
     */
    record Returned(String why) implements Verdict {}

    /**
     * No router told.
     *
     * @param why a clause
     */
    record Unknown(String why) implements Verdict {}
  }
}

package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** The two clocks of an exchange: one for all of it, one for when it is to be hedged. */
final class Deadlines {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final Countdown total;
  private Countdown.@Nullable Running totalRuns;
  private long hedgeTimer = NONE;

  /** Deadlines that one event loop's {@code total} counts for. */
  Deadlines(Vertx vertx, Countdown total) {
    this.vertx = vertx;
    this.total = total;
  }

  void total(Runnable expired) {
    totalRuns = total.start(expired);
  }

  void hedge(long afterMillis, Runnable due) {
    endHedge();
    hedgeTimer = vertx.setTimer(Math.max(1, afterMillis), fired -> due.run());
  }

  void endHedge() {
    if (hedgeTimer != NONE) {
      vertx.cancelTimer(hedgeTimer);
      hedgeTimer = NONE;
    }
  }

  void end() {
    endHedge();
    if (totalRuns != null) {
      totalRuns.stop();
      totalRuns = null;
    }
  }
}

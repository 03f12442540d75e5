package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import java.time.Duration;

/** The two clocks of an exchange: one for all of it, one for when it is to be hedged. */
final class Deadlines {
  private static final long NONE = -1;

  private final Vertx vertx;
  private long totalTimer = NONE;
  private long hedgeTimer = NONE;

  Deadlines(Vertx vertx) {
    this.vertx = vertx;
  }

  void total(Duration timeout, Runnable expired) {
    totalTimer = vertx.setTimer(timeout.toMillis(), fired -> expired.run());
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
    if (totalTimer != NONE) {
      vertx.cancelTimer(totalTimer);
      totalTimer = NONE;
    }
  }
}

package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/** The two clocks of an exchange: one for all of it, one for the try under way. */
final class Deadlines {
  private static final long NONE = -1;

  private final Vertx vertx;
  private long totalTimer = NONE;
  private long tryTimer = NONE;

  Deadlines(Vertx vertx) {
    this.vertx = vertx;
  }

  void total(Duration timeout, Runnable expired) {
    totalTimer = vertx.setTimer(timeout.toMillis(), fired -> expired.run());
  }

  void perTry(Duration timeout, Consumer<Throwable> expired) {
    endTry();
    tryTimer =
        vertx.setTimer(
            timeout.toMillis(),
            fired -> expired.accept(new DeadlineException("no response within " + timeout)));
  }

  void endTry() {
    if (tryTimer != NONE) {
      vertx.cancelTimer(tryTimer);
      tryTimer = NONE;
    }
  }

  void end() {
    endTry();
    if (totalTimer != NONE) {
      vertx.cancelTimer(totalTimer);
      totalTimer = NONE;
    }
  }
}

package dev.wayfare.router.proxy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The two clocks of an exchange: one for all of it, one for the try under way. */
final class Deadlines {
  private final Countdown total;
  private final Countdown perTry;
  private Countdown.@Nullable Running totalRuns;
  private Countdown.@Nullable Running tryRuns;

  /** Deadlines that one event loop's {@code total} and {@code perTry} count for. */
  Deadlines(Countdown total, Countdown perTry) {
    this.total = total;
    this.perTry = perTry;
  }

  void total(Runnable expired) {
    totalRuns = total.start(expired);
  }

  void perTry(Consumer<Throwable> expired) {
    endTry();
    tryRuns =
        perTry.start(
            () -> expired.accept(new DeadlineException("no response within " + perTry.time())));
  }

  void endTry() {
    if (tryRuns != null) {
      tryRuns.stop();
      tryRuns = null;
    }
  }

  void end() {
    endTry();
    if (totalRuns != null) {
      totalRuns.stop();
      totalRuns = null;
    }
  }
}

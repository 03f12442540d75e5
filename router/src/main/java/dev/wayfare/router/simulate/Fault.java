package dev.wayfare.router.simulate;

import java.time.Duration;

/**
 * Something that goes wrong with a target for a while.
 *
 * @param target its id in the configuration; all copies of it
 * @param kind what goes wrong
 * @param at when it begins, from the start of the simulation
 * @param lasting for how long
 * @param flapping zero for all the time; else it comes and goes, being there for so long and away
 *     for so long
 * @param factor what the handler time is multiplied by, for {@link Kind#SLOW}
 */
public record Fault(
    String target, Kind kind, Duration at, Duration lasting, Duration flapping, double factor) {
  /** What goes wrong. */
  public enum Kind {
    /** Connections are refused. */
    OUTAGE,
    /** Requests are taken and never answered. */
    HANG,
    /** Requests are answered at once with a 503 that is not the function's. */
    ERRORS,
    /** Requests take longer. */
    SLOW
  }

  public Fault {
    if (at.isNegative() || !lasting.isPositive() || flapping.isNegative() || !(factor > 0)) {
      throw new IllegalArgumentException("a fault lasts for more than 0");
    }
  }

  /** Whether it is there at {@code nanos} from the start. */
  boolean isOn(long nanos) {
    long since = nanos - at.toNanos();
    boolean isWithin = since >= 0 && since < lasting.toNanos();
    return isWithin && (flapping.isZero() || since / flapping.toNanos() % 2 == 0);
  }
}

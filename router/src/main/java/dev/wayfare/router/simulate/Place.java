package dev.wayfare.router.simulate;

import java.time.Duration;

/**
 * How one target behaves while nothing is wrong with it.
 *
 * @param roundTrip to it and back, without what it does; it varies by a tenth up and down
 * @param slowness what its handler time is multiplied by, above 0
 * @param start how long an environment takes to start; an edge machine's are always there
 * @param keep for how long an idle environment is kept; of no meaning for an edge machine
 * @param capacity how many requests run at once, 1 or more; a cloud throttles what is above, an
 *     edge machine makes it wait
 */
public record Place(
    Duration roundTrip, double slowness, Duration start, Duration keep, int capacity) {
  /** A place that the workload says nothing of. */
  public static final Place DEFAULT =
      new Place(Duration.ofMillis(30), 1, Duration.ofMillis(300), Duration.ofMinutes(10), 1000);

  public Place {
    if (roundTrip.isNegative() || start.isNegative() || keep.isNegative()) {
      throw new IllegalArgumentException("a time is 0 or more");
    }
    if (!(slowness > 0) || capacity < 1) {
      throw new IllegalArgumentException("slowness and capacity are above 0");
    }
  }
}

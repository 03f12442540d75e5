package dev.wayfare.router.simulate;

import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.TrafficListener;
import java.time.Duration;
import java.util.Map;

/**
 * What replicas share.
 *
 * @param timeline their time
 * @param recorder counts what happens
 * @param sites what answers them, by target
 * @param tryNanos for how long a try may wait for its answer
 * @param totalNanos after so long a request is not tried again
 */
record World(
    Timeline timeline, Recorder recorder, Map<String, Site> sites, long tryNanos, long totalNanos) {
  /** The recorder is told by whom the tries are made. */
  static final TrafficListener UNHEARD =
      new TrafficListener() {
        @Override
        public void tried(Target target, TryOutcome outcome, Duration latency) {}

        @Override
        public void retried(Target target) {}
      };

  World {
    sites = Map.copyOf(sites);
  }

  Site site(String target) {
    Site site = sites.get(target);
    if (site == null) {
      throw new IllegalArgumentException("there is no site of " + target);
    }
    return site;
  }
}

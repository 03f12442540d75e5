package dev.wayfare.router.simulate;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happens to a router: who calls, how the targets behave, and what goes wrong.
 *
 * @param start the time of day at which it begins
 * @param duration how long it goes on, above 0, at most {@value #MOST_DAYS} days
 * @param replicas how many routers share the ledger and the requests, 1 to {@value #MOST_REPLICAS}
 * @param traffic the requests, at least one entry
 * @param places how targets behave, by id in the configuration
 * @param faults what goes wrong with targets
 * @param priceChanges what prices do
 * @param clockJumps what the routers' clock does
 */
public record Workload(
    Instant start,
    Duration duration,
    int replicas,
    List<Traffic> traffic,
    Map<String, Place> places,
    List<Fault> faults,
    List<PriceChange> priceChanges,
    List<ClockJump> clockJumps) {
  static final int MOST_DAYS = 31;
  static final int MOST_REPLICAS = 16;

  public Workload {
    traffic = List.copyOf(traffic);
    places = Map.copyOf(places);
    faults = List.copyOf(faults);
    priceChanges = List.copyOf(priceChanges);
    clockJumps = List.copyOf(clockJumps);
    if (!duration.isPositive() || duration.compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
      throw new IllegalArgumentException("a simulation takes above 0, at most 31 days");
    }
    if (replicas < 1 || replicas > MOST_REPLICAS || traffic.isEmpty()) {
      throw new IllegalArgumentException("a simulation needs 1 to 16 replicas, and traffic");
    }
  }

  /**
   * All paid prices of a provider change.
   *
   * @param at when, from the start of the simulation
   * @param factor what they are multiplied by, above 0
   */
  public record PriceChange(Duration at, Provider provider, double factor) {}

  /**
   * The routers' time of day is set, forwards or back; durations are not measured by it.
   *
   * @param at when, from the start of the simulation
   */
  public record ClockJump(Duration at, Duration by) {}

  /**
   * Reads {@code file}, which is described in {@code docs/simulation.md}.
   *
   * @throws InvalidConfigException where it cannot be read or is not valid
   */
  public static Workload read(Path file) {
    return WorkloadReader.read(Section.read(file));
  }

  /** How a target behaves. */
  Place place(String target) {
    return places.getOrDefault(target, Place.DEFAULT);
  }
}

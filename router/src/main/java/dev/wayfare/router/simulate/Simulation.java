package dev.wayfare.router.simulate;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.ledger.MemoryStore;
import dev.wayfare.router.ledger.Totals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Routers under a workload, in virtual time. What is drawn from the seed does not depend on what
 * the routers decide, so the same requests come whatever the policy is.
 */
public final class Simulation {
  private final Workload workload;
  private final List<FunctionConfig> functions;
  private final Timeline timeline;
  private final World world;
  private final List<Replica> replicas = new ArrayList<>();
  private final MemoryStore store = new MemoryStore();
  private final Hindsight hindsight;
  private final RandomGenerator balancer;
  private PriceBook book;

  /**
   * What came of a simulation.
   *
   * @param outcome of the requests
   * @param boundPicoUsd no way to assign the requests that examined nothing costs less on average,
   *     see {@link Hindsight}
   * @param clairvoyantPicoUsd the same if each request's duration were known before it has run
   * @param ledger what the routers' ledger has at the end
   * @param calls how many requests the functions answered, by target, probes among them
   */
  public record Result(
      Outcome outcome,
      double boundPicoUsd,
      double clairvoyantPicoUsd,
      Totals ledger,
      Map<String, Long> calls) {
    public Result {
      calls = Map.copyOf(calls);
    }

    /**
     * By how much what was served cost more than the bound, as a share of that; empty where the
     * bound is 0.
     */
    public OptionalDouble aboveBound() {
      return boundPicoUsd > 0
          ? OptionalDouble.of((double) outcome.picoUsd(Purpose.SERVED) / boundPicoUsd - 1)
          : OptionalDouble.empty();
    }
  }

  private Simulation(Fleet fleet, Workload workload, PriceBook book, long seed, Watcher watcher) {
    WayfareConfig config = fleet.config();
    SplittableRandom random = new SplittableRandom(seed);
    this.workload = workload;
    this.book = book;
    this.functions = config.functions();
    this.timeline = new Timeline(workload.start(), workload.duration());
    SplittableRandom arrivals = random.split();
    this.balancer = random.split();
    this.world =
        new World(
            timeline,
            new Recorder(timeline, watcher),
            sites(fleet, workload, random.split()),
            config.router().bounds().tryTimeout().toNanos(),
            config.router().bounds().timeout().toNanos());
    for (int i = 0; i < workload.replicas(); i++) {
      replicas.add(new Replica("replica-" + i, config, book, store, world, random.split()));
    }
    this.hindsight = new Hindsight(config, world, replicas.getFirst().tariffs());
    plan(fleet, arrivals);
  }

  private static Map<String, Site> sites(Fleet fleet, Workload workload, SplittableRandom random) {
    Map<String, Site> sites = new HashMap<>();
    for (TargetConfig target : fleet.config().targets()) {
      String original = Objects.requireNonNull(fleet.originals().get(target.id()));
      List<Fault> faults =
          workload.faults().stream().filter(it -> it.target().equals(original)).toList();
      boolean isCloud = target.sku().provider() != Provider.EDGE;
      sites.put(target.id(), new Site(workload.place(original), isCloud, faults, random.split()));
    }
    return sites;
  }

  /**
   * Runs {@code workload} on routers of {@code config}.
   *
   * @param book the clouds' prices at the start
   * @param seed what is drawn, is drawn from it
   * @throws InvalidConfigException where the workload names what {@code config} has not
   */
  public static Result run(
      WayfareConfig config, Workload workload, PriceBook book, long seed, Watcher watcher) {
    return new Simulation(Fleet.of(config, workload), workload, book, seed, watcher).run();
  }

  /**
   * What comes of the same requests with nothing but the targets on {@code provider}; empty where a
   * function has none there.
   */
  public static Optional<Outcome> runOn(
      Provider provider, WayfareConfig config, Workload workload, PriceBook book, long seed) {
    return Fleet.of(config, workload)
        .on(provider)
        .map(fleet -> new Simulation(fleet, workload, book, seed, Watcher.NONE).outcome());
  }

  private void plan(Fleet fleet, SplittableRandom random) {
    int first = 0;
    for (int i = 0; i < workload.traffic().size(); i++) {
      Arrivals arrivals =
          new Arrivals(
              workload.traffic().get(i),
              first,
              workload.start(),
              timeline.endNanos(),
              random.split());
      first += fleet.names().get(i).size();
      planNext(arrivals);
    }
    for (Workload.PriceChange change : workload.priceChanges()) {
      timeline.at(change.at().toNanos(), () -> use(change));
    }
    for (Workload.ClockJump jump : workload.clockJumps()) {
      timeline.at(jump.at().toNanos(), () -> timeline.jump(jump.by()));
    }
  }

  private void planNext(Arrivals arrivals) {
    arrivals
        .next()
        .ifPresent(
            arrival ->
                timeline.at(
                    arrival.nanos(),
                    () -> {
                      planNext(arrivals);
                      accept(arrival);
                    }));
  }

  private void accept(Arrival arrival) {
    Replica replica = replicas.get(balancer.nextInt(replicas.size()));
    String function = functions.get(arrival.function()).name();
    boolean examines = Trip.begin(world, replica, replica.route(function), arrival);
    hindsight.add(arrival, examines);
  }

  private void use(Workload.PriceChange change) {
    book = ChangedPrices.of(book, change, timeline.instant());
    replicas.forEach(replica -> replica.tariffs().use(book));
    hindsight.pricesChanged();
  }

  private Outcome outcome() {
    timeline.run();
    return world.recorder().outcome();
  }

  private Result run() {
    Outcome outcome = outcome();
    Map<String, Long> calls = new HashMap<>();
    world.sites().forEach((target, site) -> calls.put(target, site.calls()));
    replicas.forEach(replica -> replica.tariffs().ledger().flush());
    Hindsight.Bounds bounds = hindsight.bounds();
    String day = timeline.instant().toString().substring(0, "2026-01-01".length());
    return new Result(
        outcome,
        bounds.picoUsd(),
        bounds.clairvoyantPicoUsd(),
        store.exchange(Optional.empty(), Set.of(day)),
        calls);
  }
}

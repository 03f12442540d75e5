package dev.wayfare.router.simulate;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.WayfareConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A simulation of one function, {@code f}, put together step by step. */
final class Scenario {
  static final long SEED = 42;

  private final WayfareConfig config;
  private final Map<String, Place> places = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Workload.PriceChange> priceChanges = new ArrayList<>();
  private final List<Workload.ClockJump> clockJumps = new ArrayList<>();
  private Instant start = Instant.parse("2026-03-10T12:00:00Z");
  private Duration duration = Duration.ofMinutes(40);
  private int replicas = 1;
  private double perSecond = 20;
  private Spread work = new Spread(20e6, 60e6);

  /** Routers of a configuration whose function f has {@code targets}, each a flow mapping. */
  Scenario(String head, String... targets) {
    String text =
        "version: 1\n"
            + head
            + "functions:\n  f:\n    path: /\n    targets:\n      - "
            + String.join("\n      - ", targets);
    this.config = WayfareConfig.parse(Path.of("wayfare.yaml"), text);
  }

  static String edge(String id, String usdPerMillion) {
    return "{id: %s, provider: edge, region: local, memory: 512MiB, price: {usd-per-million-requests: \"%s\"}}"
        .formatted(id, usdPerMillion);
  }

  Scenario place(String target, Place place) {
    places.put(target, place);
    return this;
  }

  Scenario fault(String target, Fault.Kind kind, Duration at, Duration lasting) {
    return fault(new Fault(target, kind, at, lasting, Duration.ZERO, 10));
  }

  Scenario fault(Fault fault) {
    faults.add(fault);
    return this;
  }

  Scenario change(Workload.PriceChange change) {
    priceChanges.add(change);
    return this;
  }

  Scenario jump(Duration at, Duration by) {
    clockJumps.add(new Workload.ClockJump(at, by));
    return this;
  }

  Scenario lasts(Instant from, Duration time) {
    start = from;
    duration = time;
    return this;
  }

  Scenario replicas(int count) {
    replicas = count;
    return this;
  }

  Scenario perSecond(double rate) {
    perSecond = rate;
    return this;
  }

  Scenario work(Spread nanos) {
    work = nanos;
    return this;
  }

  Simulation.Result run() {
    return run(Watcher.NONE);
  }

  Simulation.Result run(Watcher watcher) {
    return run(SEED, watcher);
  }

  Simulation.Result run(long seed, Watcher watcher) {
    Traffic traffic =
        new Traffic(
            "f", 1, 0, perSecond, 0, Traffic.Bursts.NONE, work, 1, new Spread(2048, 8192), 1);
    return Simulation.run(
        config,
        new Workload(
            start, duration, replicas, List.of(traffic), places, faults, priceChanges, clockJumps),
        PriceBook.shipped(),
        seed,
        watcher);
  }
}

package dev.wayfare.cli;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.simulate.Outcome;
import dev.wayfare.router.simulate.Simulation;
import dev.wayfare.router.simulate.Watcher;
import dev.wayfare.router.simulate.Workload;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What came of a workload on all targets, and on those of each single provider.
 *
 * @param workload what was asked for
 * @param seed what was drawn from
 * @param prices the day of the prices
 * @param all on all targets
 * @param single by provider, of those that have a target for every function that is called
 */
record SimulationComparison(
    Workload workload,
    long seed,
    LocalDate prices,
    Simulation.Result all,
    Map<Provider, Outcome> single) {

  static SimulationComparison of(
      WayfareConfig config, Workload workload, PriceBook book, long seed) {
    Map<Provider, Outcome> single = new LinkedHashMap<>();
    Simulation.Result all = Simulation.run(config, workload, book, seed, Watcher.NONE);
    for (Provider provider : Provider.values()) {
      Simulation.runOn(provider, config, workload, book, seed)
          .ifPresent(outcome -> single.put(provider, outcome));
    }
    return new SimulationComparison(workload, seed, book.asOf(), all, single);
  }

  /**
   * By which share, below 1, all targets are cheaper than {@code other}, negative if dearer; empty
   * where that costs nothing.
   */
  OptionalDouble saving(Outcome other) {
    long usd = other.totalPicoUsd();
    return usd == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - (double) all.outcome().totalPicoUsd() / (double) usd);
  }
}

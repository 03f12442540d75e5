package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.Resilience;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.health.ConcurrencyLimit;
import dev.wayfare.router.health.Ejections;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.FunctionEstimates;
import dev.wayfare.router.health.TargetHealth;
import dev.wayfare.router.ledger.Tariff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** All functions; a request belongs to the one with the longest prefix. */
public final class Routes {
  private final List<Route> longestFirst;
  private final List<Target> targets;

  /** Routes whose paths differ. */
  public Routes(List<Route> routes) {
    longestFirst =
        routes.stream()
            .sorted(Comparator.comparingInt((Route route) -> route.path().length()).reversed())
            .toList();
    targets = routes.stream().flatMap(route -> route.targets().stream()).toList();
  }

  /**
   * The functions of {@code config}, of whose targets nothing is known yet.
   *
   * @param tariffs by the id of each of its targets
   * @param nanoTicker measures how long a failed target is left alone
   */
  public static Routes of(
      WayfareConfig config,
      Function<String, Tariff> tariffs,
      Budgets budgets,
      LongSupplier nanoTicker) {
    Duration failureLatency = config.router().bounds().tryTimeout();
    Resilience resilience = config.router().resilience();
    List<Route> routes = new ArrayList<>();
    for (FunctionConfig function : config.functions()) {
      FunctionEstimates shared = new FunctionEstimates();
      Ejections ejections = new Ejections(function.targets().size(), resilience.mostOut());
      List<Target> targets = new ArrayList<>();
      for (TargetConfig target : function.targets()) {
        boolean isCloud = target.sku().provider() != Provider.EDGE;
        targets.add(
            new Target(
                function.name(),
                target,
                new TargetHealth(target.id(), nanoTicker, ejections),
                new Estimates(shared, failureLatency, isCloud),
                new ConcurrencyLimit(resilience.concurrency()),
                tariffs.apply(target.id()),
                budgets.exploration()));
      }
      routes.add(
          new Route(function, targets, budgets, new RetryBudget(resilience.retries(), nanoTicker)));
    }
    return new Routes(routes);
  }

  /** Every function. */
  public List<Route> all() {
    return longestFirst;
  }

  /** Every target, in the order of the file. */
  public List<Target> targets() {
    return targets;
  }

  /** The function for a raw path, without its query. */
  public Optional<Route> match(String requestPath) {
    for (Route route : longestFirst) {
      if (route.covers(requestPath)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }
}

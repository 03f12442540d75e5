package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.FunctionEstimates;
import dev.wayfare.router.health.TargetHealth;
import dev.wayfare.router.ledger.Tariff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** All functions; a request belongs to the one with the longest prefix. */
public final class Routes {
  private static final String EVERYTHING = "/";

  private final List<Route> routes;
  private final List<Target> targets;
  private final Map<String, Route> byPath;

  /** The lengths that paths have but {@value #EVERYTHING}, the longest first. */
  private final int[] lengths;

  /** Routes whose paths differ. */
  public Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
    byPath = routes.stream().collect(Collectors.toMap(Route::path, route -> route));
    lengths =
        byPath.keySet().stream()
            .filter(path -> !path.equals(EVERYTHING))
            .mapToInt(path -> -path.length())
            .distinct()
            .sorted()
            .map(length -> -length)
            .toArray();
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
    List<Route> routes = new ArrayList<>();
    for (FunctionConfig function : config.functions()) {
      FunctionEstimates shared = new FunctionEstimates();
      List<Target> targets = new ArrayList<>();
      for (TargetConfig target : function.targets()) {
        boolean isCloud = target.sku().provider() != Provider.EDGE;
        targets.add(
            new Target(
                function.name(),
                target,
                new TargetHealth(target.id(), nanoTicker),
                new Estimates(shared, failureLatency, isCloud),
                tariffs.apply(target.id()),
                budgets.exploration()));
      }
      routes.add(new Route(function, targets, budgets));
    }
    return new Routes(routes);
  }

  /** Every function, in the order of the file. */
  public List<Route> all() {
    return routes;
  }

  /** Every target, in the order of the file. */
  public List<Target> targets() {
    return targets;
  }

  /** The function for a raw path, without its query. */
  public Optional<Route> match(String requestPath) {
    for (int length : lengths) {
      if (isPrefix(requestPath, length)) {
        Route route = byPath.get(requestPath.substring(0, length));
        if (route != null) {
          return Optional.of(route);
        }
      }
    }
    return Optional.ofNullable(byPath.get(EVERYTHING));
  }

  /** Whether a path of that length could be all of it, or all until another segment begins. */
  private static boolean isPrefix(String requestPath, int length) {
    return requestPath.length() == length
        || (requestPath.length() > length && requestPath.charAt(length) == '/');
  }
}

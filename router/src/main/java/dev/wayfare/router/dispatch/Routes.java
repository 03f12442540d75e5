package dev.wayfare.router.dispatch;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.CanaryConfig;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All functions, of which others may take the place at any time; a request belongs to the one with
 * the longest prefix. Safe to use from many threads.
 */
public final class Routes {
  private final Function<String, Tariff> tariffs;
  private final Budgets budgets;
  private final LongSupplier nanoTicker;
  private volatile RouteTable table = new RouteTable(List.of());

  private Routes(Function<String, Tariff> tariffs, Budgets budgets, LongSupplier nanoTicker) {
    this.tariffs = tariffs;
    this.budgets = budgets;
    this.nanoTicker = nanoTicker;
  }

  /**
   * The functions of {@code config}, of whose targets nothing is known yet.
   *
   * @param tariffs by the id of a target; asked for each target that comes, now or later
   * @param nanoTicker measures how long a failed target is left alone
   */
  public static Routes of(
      WayfareConfig config,
      Function<String, Tariff> tariffs,
      Budgets budgets,
      LongSupplier nanoTicker) {
    Routes routes = new Routes(tariffs, budgets, nanoTicker);
    routes.use(config);
    return routes;
  }

  /**
   * Serves the functions of {@code next} from now on. What is known of functions and targets that
   * stay is kept, a target being the same where its id, what is bought for it and its endpoint are,
   * or where it listens now where its canary did; requests under way end where they are.
   */
  public synchronized void use(WayfareConfig next) {
    Map<String, Route> before = new HashMap<>();
    all().forEach(route -> before.put(route.function(), route));
    List<Route> routes = new ArrayList<>();
    for (FunctionConfig function : next.functions()) {
      routes.add(route(next, function, before.get(function.name())));
    }
    table = new RouteTable(routes);
  }

  private Route route(WayfareConfig config, FunctionConfig function, @Nullable Route before) {
    Shared shared = before == null ? shared(config) : before.shared();
    List<Target> former = before == null ? List.of() : before.targets();
    List<Target> targets =
        function.targets().stream()
            .map(it -> rolledOut(config, function, it, shared, found(it.id(), former)))
            .toList();
    shared.ejections().resize(targets.size());
    former.stream()
        .filter(target -> found(target.id(), targets) == null)
        .forEach(
            target -> {
              target.health().retire();
              end(target.watch());
            });
    if (before == null || !before.path().equals(function.path()) || !former.equals(targets)) {
      return new Route(function, shared, targets, budgets);
    }
    before.use(function);
    return before;
  }

  private Shared shared(WayfareConfig config) {
    Resilience resilience = config.router().resilience();
    return new Shared(
        new FunctionEstimates(),
        new Ejections(0, resilience.mostOut()),
        new RetryBudget(resilience.retries(), nanoTicker));
  }

  private static @Nullable Target found(String id, List<Target> targets) {
    return targets.stream().filter(it -> it.id().equals(id)).findFirst().orElse(null);
  }

  /** A target with its canary, if it has one. */
  private Target rolledOut(
      WayfareConfig config,
      FunctionConfig function,
      TargetConfig target,
      Shared shared,
      @Nullable Target before) {
    CanaryWatch running = before == null ? null : before.watch();
    Target now = target(config, function, target, shared, before);
    CanaryConfig canary = target.canary();
    if (canary != null && running != null && running.goesOnAs(canary)) {
      now.watch(running);
      return now;
    }
    end(running);
    now.watch(
        canary == null
            ? null
            : new CanaryWatch(
                target.id(),
                unknown(config, function, canary.target(), shared, now.tariff()),
                canary.share()));
    return now;
  }

  private static void end(@Nullable CanaryWatch running) {
    if (running != null && running.end()) {
      running.canary().health().retire();
    }
  }

  private Target target(
      WayfareConfig config,
      FunctionConfig function,
      TargetConfig target,
      Shared shared,
      @Nullable Target before) {
    if (before != null && before.config().isSameButBudget(target)) {
      return before;
    }
    if (before != null && isSamePlace(before.config(), target)) {
      return before.as(target);
    }
    if (before != null) {
      before.health().retire();
      CanaryWatch running = before.watch();
      if (running != null && isSamePlace(running.canary().config(), target) && running.end()) {
        return running.canary().as(target); // The new version serves from now on.
      }
    }
    return unknown(config, function, target, shared, tariffs.apply(target.id()));
  }

  private Target unknown(
      WayfareConfig config,
      FunctionConfig function,
      TargetConfig target,
      Shared shared,
      Tariff tariff) {
    boolean isCloud = target.sku().provider() != Provider.EDGE;
    return new Target(
        function.name(),
        target,
        new TargetHealth(target.id(), nanoTicker, shared.ejections()),
        new Estimates(shared.estimates(), config.router().bounds().tryTimeout(), isCloud),
        new ConcurrencyLimit(config.router().resilience().concurrency()),
        tariff,
        budgets.exploration());
  }

  private static boolean isSamePlace(TargetConfig one, TargetConfig other) {
    return one.sku().equals(other.sku()) && Objects.equals(one.endpoint(), other.endpoint());
  }

  /** Every function, in the order of the file. */
  public List<Route> all() {
    return table.routes();
  }

  /** Every target, in the order of the file. */
  public List<Target> targets() {
    return table.targets();
  }

  /** The function for a raw path, without its query. */
  public Optional<Route> match(String requestPath) {
    return table.match(requestPath);
  }
}

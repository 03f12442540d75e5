package dev.wayfare.router;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.source.ListLocation;
import dev.wayfare.pricing.source.Patience;
import dev.wayfare.pricing.source.PriceRefresh;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.PriceSettings;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.FunctionEstimates;
import dev.wayfare.router.health.TargetHealth;
import dev.wayfare.router.ledger.Tariffs;
import dev.wayfare.router.prices.PriceFeed;
import dev.wayfare.router.proxy.Route;
import dev.wayfare.router.proxy.Routes;
import dev.wayfare.router.proxy.Target;
import java.util.List;
import java.util.Map;

/** Makes of a configuration what the router works with. */
final class Wiring {
  private Wiring() {}

  static Routes routes(WayfareConfig config, PriceFeed feed, Sources sources) {
    for (TargetConfig target : config.targets()) {
      if (target.endpoint() == null) {
        throw new RouterException(
            "target \"%s\" has no endpoint; set one in %s, or start local stand-ins with wayfare up"
                .formatted(target.id(), config.file()));
      }
    }
    Tariffs tariffs = new Tariffs(config, feed.book(), sources.instants());
    feed.onBook(tariffs::use);
    return new Routes(
        config.functions().stream()
            .map(function -> route(function, config, tariffs, sources))
            .toList());
  }

  static PriceFeed feed(WayfareConfig config, Sources sources) {
    PriceSettings settings = config.prices();
    Map<Provider, ListLocation> lists =
        settings.refresh().isPresent() ? settings.locations(sources.environment()) : Map.of();
    PriceRefresh refresh =
        PriceRefresh.of(
            lists,
            settings.mostChange(),
            Patience.DEFAULT,
            sources.random().split(),
            sources.instants());
    return new PriceFeed(config, sources.prices(), refresh, sources.instants());
  }

  private static Route route(
      FunctionConfig function, WayfareConfig config, Tariffs tariffs, Sources sources) {
    FunctionEstimates shared = new FunctionEstimates();
    List<Target> targets =
        function.targets().stream()
            .map(
                target ->
                    new Target(
                        function.name(),
                        target,
                        new TargetHealth(target.id(), sources.instants()),
                        new Estimates(shared, config.router().bounds().tryTimeout()),
                        tariffs.of(target.id())))
            .toList();
    return new Route(function.name(), function.path(), targets);
  }
}

package dev.wayfare.router;

import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.FunctionEstimates;
import dev.wayfare.router.health.TargetHealth;
import dev.wayfare.router.ledger.Tariffs;
import dev.wayfare.router.proxy.Route;
import dev.wayfare.router.proxy.Routes;
import dev.wayfare.router.proxy.Target;
import java.util.List;

/** Makes of a configuration what the router works with. */
final class Wiring {
  private Wiring() {}

  static Routes routes(WayfareConfig config, Sources sources) {
    for (TargetConfig target : config.targets()) {
      if (target.endpoint() == null) {
        throw new RouterException(
            "target \"%s\" has no endpoint; set one in %s, or start local stand-ins with wayfare up"
                .formatted(target.id(), config.file()));
      }
    }
    Tariffs tariffs = new Tariffs(config, sources.prices(), sources.instants());
    return new Routes(
        config.functions().stream()
            .map(function -> route(function, config, tariffs, sources))
            .toList());
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

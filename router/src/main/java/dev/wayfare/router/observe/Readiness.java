package dev.wayfare.router.observe;

import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.dispatch.Drain;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Routes;
import java.util.Optional;

/** Whether every function that is deployed has somewhere to go. */
final class Readiness {
  private final Routes routes;
  private final Drain drain;

  Readiness(Routes routes, Drain drain) {
    this.routes = routes;
    this.drain = drain;
  }

  /** What is missing, or empty where the router is ready. */
  Optional<String> obstacle() {
    if (drain.hasBegun()) {
      return Optional.of("the router is ending");
    }
    return routes.all().stream()
        .filter(Readiness::isStranded)
        .findFirst()
        .map(route -> "every target of function \"" + route.function() + "\" is failing");
  }

  private static boolean isStranded(Route route) {
    return !route.targets().isEmpty()
        && route.targets().stream().allMatch(target -> target.health().standing() == Standing.OUT);
  }
}

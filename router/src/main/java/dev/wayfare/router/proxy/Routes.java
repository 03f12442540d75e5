package dev.wayfare.router.proxy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

  /** Every function. */
  public List<Route> all() {
    return longestFirst;
  }

  /** Every target, in the order of the file. */
  public List<Target> targets() {
    return targets;
  }

  /** The function for a raw path, without its query. */
  Optional<Route> match(String requestPath) {
    for (Route route : longestFirst) {
      if (route.covers(requestPath)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }
}

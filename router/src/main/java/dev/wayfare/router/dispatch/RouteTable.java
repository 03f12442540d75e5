package dev.wayfare.router.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Functions whose paths differ, found by the longest prefix. Immutable. */
final class RouteTable {
  private static final String EVERYTHING = "/";

  private final List<Route> routes;
  private final List<Target> targets;
  private final Map<String, Route> byPath;

  /** The lengths that paths have but {@value #EVERYTHING}, the longest first. */
  private final int[] lengths;

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    targets = routes.stream().flatMap(route -> route.targets().stream()).toList();
    byPath = routes.stream().collect(Collectors.toMap(Route::path, Function.identity()));
    lengths =
        byPath.keySet().stream()
            .filter(path -> !path.equals(EVERYTHING))
            .mapToInt(path -> -path.length())
            .distinct()
            .sorted()
            .map(length -> -length)
            .toArray();
  }

  List<Route> routes() {
    return routes;
  }

  List<Target> targets() {
    return targets;
  }

  Optional<Route> match(String requestPath) {
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

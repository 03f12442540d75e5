package dev.wayfare.shim.edge;

import dev.wayfare.shim.host.FunctionHost;
import dev.wayfare.shim.host.LogSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The functions of one server; a request belongs to the one with the longest prefix. */
final class Functions implements AutoCloseable {
  private final List<Function> longestFirst;

  /**
   * A function and its place.
   *
   * @param prefix "/", or segments without a trailing slash
   */
  record Function(String prefix, FunctionHost host) {
    /** True where {@code path} is the prefix or goes on after it with another segment. */
    boolean covers(String path) {
      return prefix.equals("/")
          || (path.startsWith(prefix)
              && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/'));
    }
  }

  private Functions(List<Function> functions) {
    var sorted = new ArrayList<>(functions);
    // Not by a Comparator's own lambdas, which no cache of the JVM's holds.
    sorted.sort((a, b) -> Integer.compare(b.prefix().length(), a.prefix().length()));
    this.longestFirst = Collections.unmodifiableList(sorted);
  }

  /**
   * Loads every function, all of them configured by the same environment.
   *
   * @param jars function jars by prefix; where there is none, the module on the class path of
   *     {@code loader} has every path
   * @throws IOException if a jar cannot be read, naming it
   */
  static Functions load(
      SortedMap<String, Path> jars,
      ClassLoader loader,
      Map<String, String> environment,
      LogSink log)
      throws IOException {
    if (jars.isEmpty()) {
      return new Functions(
          List.of(new Function("/", FunctionHost.ofClassPath(loader, environment, log))));
    }
    var functions = new ArrayList<Function>();
    try {
      for (Map.Entry<String, Path> each : jars.entrySet()) {
        ClassLoader own = FunctionLoader.of(each.getValue(), loader);
        functions.add(new Function(each.getKey(), FunctionHost.ofClassPath(own, environment, log)));
      }
      return new Functions(functions);
    } catch (IOException | RuntimeException e) {
      functions.forEach(each -> each.host().close());
      throw e;
    }
  }

  /** The function of a path, as it was sent and without its query. */
  Optional<Function> at(String path) {
    for (Function each : longestFirst) {
      if (each.covers(path)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Every function. */
  List<Function> all() {
    return longestFirst;
  }

  @Override
  public void close() {
    longestFirst.forEach(each -> each.host().close());
  }
}

package dev.wayfare.router.proxy;

import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.Set;

/**
 * The connections of one event loop whose last request is being answered. What a client sent behind
 * it is none that anybody should answer: Vert.x begins it before it closes the connection.
 */
final class LastRequests {
  private final Set<HttpConnection> connections = new HashSet<>();

  /** The request that is being answered on {@code connection} is its last. */
  void add(HttpConnection connection) {
    connections.add(connection);
  }

  /** The connection is no more. */
  void remove(HttpConnection connection) {
    connections.remove(connection);
  }

  /** True where nothing that comes by {@code connection} counts any more. */
  boolean ended(HttpConnection connection) {
    return !connections.isEmpty() && connections.contains(connection);
  }
}

package dev.wayfare.shim.edge;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;

/** Whether the server should get requests. */
final class Health {
  private final Optional<String> path;
  private volatile boolean draining;

  /**
   * A server that is ready.
   *
   * @param path where the functions' port tells, in place of a function; empty for nowhere
   */
  Health(Optional<String> path) {
    this.path = path;
  }

  /** From now on nothing should be sent here any more: the server ends. */
  void drain() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  /** Whether a request on the functions' port asks for this and not for a function. */
  boolean isAskedBy(HttpExchange exchange) {
    return path.isPresent() && path.get().equals(exchange.getRequestURI().getRawPath());
  }

  /** Tells readiness: 200, or 503 while the server ends. */
  void answer(HttpExchange exchange) throws IOException {
    PlainText.send(exchange, draining ? 503 : 200, draining ? "draining" : "ready");
  }
}

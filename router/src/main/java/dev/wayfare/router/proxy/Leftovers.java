package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a client still sends after its answer: read and dropped for a moment, so that closing the
 * connection does not destroy the answer on its way; then the connection is closed.
 */
final class Leftovers {
  private static final long LINGER_MILLIS = 1_000;
  private static final long MAX_BYTES = 16L << 20;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private long bytes;

  Leftovers(Vertx vertx, HttpServerRequest request) {
    this.vertx = vertx;
    this.request = request;
  }

  void discard() {
    long timer = vertx.setTimer(LINGER_MILLIS, expired -> request.connection().close());
    request.handler(
        chunk -> {
          bytes += chunk.length();
          if (bytes > MAX_BYTES) {
            vertx.cancelTimer(timer);
            request.connection().close();
          }
        });
    request.endHandler(
        end -> {
          vertx.cancelTimer(timer);
          request.connection().close();
        });
    request.resume();
  }
}

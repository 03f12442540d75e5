package dev.wayfare.router;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on loopback that stands for a cloud; it can be killed and brought back. */
final class StubTarget implements AutoCloseable {
  static final String GUEST = "v=1, origin=guest, handler-us=812";
  static final String SHIM = "v=1, origin=shim, handler-us=1";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger hits = new AtomicInteger();
  private volatile Handler<HttpServerRequest> handler;
  private HttpServer server;
  private final int port;

  StubTarget(Handler<HttpServerRequest> handler) {
    this.handler = handler;
    this.server = listen(0);
    this.port = server.actualPort();
  }

  static StubTarget answering(int status, String body) {
    return new StubTarget(request -> answer(request, status, GUEST, body));
  }

  static void answer(HttpServerRequest request, int status, String meter, String body) {
    request.response().setStatusCode(status).putHeader("wayfare-meter", meter).end(body);
  }

  void handle(Handler<HttpServerRequest> newHandler) {
    handler = newHandler;
  }

  int port() {
    return port;
  }

  int hits() {
    return hits.get();
  }

  /** As {@code kill -9} does: the listener and every connection are gone. */
  void kill() {
    get(server.close());
  }

  void bringBack() {
    server = listen(port);
  }

  private HttpServer listen(int at) {
    return get(
        vertx
            .createHttpServer(
                new HttpServerOptions().setHost("127.0.0.1").setPort(at).setReuseAddress(true))
            .requestHandler(
                request -> {
                  hits.incrementAndGet();
                  handler.handle(request);
                })
            .listen());
  }

  private static <T> T get(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    get(vertx.close());
  }
}

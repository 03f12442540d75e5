package dev.wayfare.local.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An HTTP/1.1 server on loopback alone. */
public final class Listener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.wayfare.local");
  private static final String LOOPBACK = "127.0.0.1";
  private static final int LONGEST_LINE_BYTES = 16 << 10;

  /** More than the function host takes, so that it is the one to say so. */
  private static final int HEADER_BYTES = 96 << 10;

  private final Endpoint endpoint;
  private final Reply tooLarge;
  private final int bodyBytes;
  private final Vertx vertx;
  private final HttpServer server;

  private Listener(Vertx vertx, int bodyBytes, Reply tooLarge, Endpoint endpoint) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.tooLarge = tooLarge;
    this.bodyBytes = bodyBytes;
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(LOOPBACK)
                    .setMaxInitialLineLength(LONGEST_LINE_BYTES)
                    .setMaxHeaderSize(HEADER_BYTES)
                    .setHandle100ContinueAutomatically(true))
            .requestHandler(this::receive);
  }

  /**
   * A Vert.x for listeners: two event loops, and no cache of files left in the temporary folder.
   */
  public static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  /**
   * Listens on loopback.
   *
   * @param port 0 for any free one
   * @param bodyBytes the largest request body that {@code endpoint} gets to see
   * @param tooLarge the answer to a larger one
   * @throws IOException if the port cannot be had, in one sentence
   */
  public static Listener open(
      Vertx vertx, int port, int bodyBytes, Reply tooLarge, Endpoint endpoint) throws IOException {
    var listener = new Listener(vertx, bodyBytes, tooLarge, endpoint);
    try {
      var listening = listener.server.listen(port, LOOPBACK);
      var _ = listening.await(10, TimeUnit.SECONDS);
      return listener;
    } catch (Exception e) {
      // Vert.x throws what stopped it, undeclared.
      throw new IOException(
          "cannot listen on " + LOOPBACK + ":" + port + " (" + e.getMessage() + ")", e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Stops listening and ends every connection, without waiting. */
  @Override
  public void close() {
    var closing = server.close();
    closing.onFailure(cause -> LOG.log(Level.DEBUG, "a listener did not close", cause));
  }

  private void receive(HttpServerRequest request) {
    BoundedBody.read(
        request, bodyBytes, body -> serve(request, body), () -> send(request, tooLarge));
  }

  private void serve(HttpServerRequest request, Buffer body) {
    var context = vertx.getOrCreateContext();
    Thread.startVirtualThread(
        () -> {
          Reply reply = reply(request, body);
          context.runOnContext(go -> send(request, reply));
        });
  }

  private Reply reply(HttpServerRequest request, Buffer body) {
    try {
      return endpoint.answer(read(request, body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.empty(503);
    } catch (Exception e) {
      LOG.log(Level.ERROR, request.method() + " " + request.uri() + " failed", e);
      return Reply.empty(500);
    }
  }

  private static Request read(HttpServerRequest request, Buffer body) {
    List<Field> fields = new ArrayList<>();
    request.headers().forEach(field -> fields.add(new Field(field.getKey(), field.getValue())));
    return new Request(
        request.method().name(),
        originForm(request.uri()),
        request.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1",
        String.valueOf(request.remoteAddress().hostAddress()),
        fields,
        Content.of(body.getBytes()));
  }

  /** Of the absolute form, what follows the authority (RFC 9112 §3.2.2). */
  private static String originForm(String target) {
    int authority = target.startsWith("/") ? -1 : target.indexOf("://");
    if (authority < 0) {
      return target;
    }
    String rest = target.substring(authority + 3).replaceFirst("^[^/?]*", "");
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static void send(HttpServerRequest request, Reply reply) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(reply.status());
    for (Field field : reply.fields()) {
      response.headers().add(field.name(), field.value());
    }
    var sent =
        hasContent(request, reply)
            ? response.end(Buffer.buffer(reply.body().bytes()))
            : response.end();
    sent.onFailure(cause -> LOG.log(Level.DEBUG, "the caller went away", cause));
  }

  /** RFC 9110 §6.4.1. */
  private static boolean hasContent(HttpServerRequest request, Reply reply) {
    boolean allowed =
        !request.method().name().equals("HEAD") && reply.status() != 204 && reply.status() != 304;
    return allowed && !reply.body().isEmpty();
  }
}

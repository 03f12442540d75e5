package dev.wayfare.local.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Collects a request's body up to a limit. Past it the rest is read and thrown away, so that the
 * caller, still sending, gets to see the answer; past eight times the limit the connection ends.
 */
final class BoundedBody {
  private static final int PATIENCE = 8;

  private final HttpServerRequest request;
  private final int limitBytes;
  private final Buffer bytes = Buffer.buffer();
  private long received;

  private BoundedBody(HttpServerRequest request, int limitBytes) {
    this.request = request;
    this.limitBytes = limitBytes;
  }

  /** Hands the whole body to {@code small}, or runs {@code large} where it is over the limit. */
  static void read(
      HttpServerRequest request, int limitBytes, Consumer<Buffer> small, Runnable large) {
    var body = new BoundedBody(request, limitBytes);
    request.handler(body::add);
    request.endHandler(
        end -> {
          if (body.received <= limitBytes) {
            small.accept(body.bytes);
          } else {
            large.run();
          }
        });
  }

  private void add(Buffer chunk) {
    received += chunk.length();
    if (received <= limitBytes) {
      bytes.appendBuffer(chunk);
    } else if (received > (long) PATIENCE * limitBytes) {
      request.connection().close().onComplete(closed -> {});
    }
  }
}

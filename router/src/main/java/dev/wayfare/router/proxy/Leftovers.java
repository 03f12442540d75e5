package dev.wayfare.router.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What a client still sends after its answer: read and dropped, so that the end of it does not
 * destroy the answer on its way.
 *
 * <p>A connection of HTTP/1.1 is closed after a moment, since nothing else can follow on it. A
 * stream of HTTP/2 ends alone, once the answer is sent (RFC 9113, section 8.1).
 */
final class Leftovers {
  private static final long LINGER_MILLIS = 1_000;
  private static final long MAX_BYTES = 16L << 20;
  private static final long NO_ERROR = 0;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private long bytes;

  Leftovers(Vertx vertx, HttpServerRequest request) {
    this.vertx = vertx;
    this.request = request;
  }

  void discard() {
    if (request.version() == HttpVersion.HTTP_2) {
      request.handler(this::drop);
      request.endHandler(end -> {});
    } else {
      close();
    }
    request.resume();
  }

  /** The whole answer is on its way to the client. */
  void answerSent() {
    if (request.version() == HttpVersion.HTTP_2 && !request.isEnded()) {
      request.response().reset(NO_ERROR);
    }
  }

  /** Leaves the rest to the client's flow control. */
  private void drop(Buffer chunk) {
    bytes += chunk.length();
    if (bytes > MAX_BYTES) {
      request.pause();
    }
  }

  private void close() {
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
  }
}

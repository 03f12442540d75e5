package dev.wayfare.router.proxy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Passes a target's response on to the client, as fast as that takes it. */
final class ResponseRelay {
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final long UNKNOWN = -1;

  private final HttpClientResponse from;
  private final HttpServerResponse to;
  private long announced = UNKNOWN;
  private long bytes;
  private @Nullable Buffer last;

  ResponseRelay(HttpClientResponse from, HttpServerResponse to) {
    this.from = from;
    this.to = to;
  }

  /** Bytes of the body so far. */
  long bytes() {
    return bytes;
  }

  /** True while the client has not read what it was given. */
  boolean awaitsClient() {
    return to.writeQueueFull();
  }

  /**
   * Status and fields; nothing is written yet.
   *
   * @throws IllegalArgumentException where the answer is malformed
   */
  void head(HttpServerRequest request) {
    ForwardableFields.forEach(
        CarriedFields.restored(from.headers()), (name, value) -> to.headers().add(name, value));
    to.setStatusCode(from.statusCode());
    if (from.statusMessage() != null) {
      to.setStatusMessage(from.statusMessage());
    }
    String length = from.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      announced = Long.parseLong(length);
      to.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    } else if (mayHaveBody(request.method())) {
      if (request.version() == HttpVersion.HTTP_1_0) {
        endWithConnection(request);
      } else {
        to.setChunked(true);
      }
    }
  }

  /** HTTP/1.0 has no other way to show the end of a body whose length was not said. */
  private void endWithConnection(HttpServerRequest request) {
    to.putHeader("connection", "close");
    to.endHandler(ended -> request.connection().close());
  }

  private boolean mayHaveBody(HttpMethod method) {
    return !method.equals(HttpMethod.HEAD)
        && from.statusCode() != NO_CONTENT
        && from.statusCode() != NOT_MODIFIED;
  }

  /**
   * The body; {@code ended} or {@code broken} is called once. The former comes before the client
   * can see the end, so that whoever has an answer finds it counted: where the length was
   * announced, the last piece waits for the end, which mostly came with it. {@code sent} is given
   * the future of that end.
   */
  void body(LongConsumer ended, Consumer<Future<Void>> sent, Consumer<Throwable> broken) {
    to.drainHandler(drained -> from.resume());
    from.exceptionHandler(broken::accept);
    from.handler(this::pass);
    from.endHandler(
        end -> {
          ended.accept(bytes);
          sent.accept(last == null ? to.end() : to.end(last));
        });
  }

  /** Lets the client see the head though nothing of the body is there, as in a stream of events. */
  void showHead() {
    if (!to.headWritten() && !to.closed()) {
      to.writeHead();
    }
  }

  private void pass(Buffer chunk) {
    bytes += chunk.length();
    if (bytes == announced) {
      last = chunk;
      return;
    }
    to.write(chunk);
    if (to.writeQueueFull()) {
      from.pause();
    }
  }
}

package dev.wayfare.router.proxy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The client's body: kept while it is small, else passed on as the target takes it.
 *
 * <p>The request is paused whenever nobody can take more of it, so that at most the kept part and a
 * write queue are in memory.
 */
final class ClientBody {
  private final HttpServerRequest request;
  private final long maxBytes;
  private final Runnable tooLarge;
  private Buffer kept = Buffer.buffer();
  private long bytes;
  private @Nullable HttpClientRequest sink;
  private Runnable whenEnded = () -> {};
  private boolean gathering;
  private boolean ended;
  private boolean stopped;

  /** The body of a paused request; {@code tooLarge} runs once if it exceeds {@code maxBytes}. */
  ClientBody(HttpServerRequest request, long maxBytes, Runnable tooLarge) {
    this.request = request;
    this.maxBytes = maxBytes;
    this.tooLarge = tooLarge;
  }

  /** Reads up to {@code keepBytes}, then hands over the whole body, or the rest as a stream. */
  void take(int keepBytes, Handler<Payload> ready) {
    begin();
    keep(keepBytes, ready);
  }

  /** The same for a body that was to be a stream, of which nobody got anything yet. */
  void gather(int keepBytes, Handler<Payload> ready) {
    gathering = true;
    keep(
        keepBytes,
        payload -> {
          gathering = false;
          ready.handle(payload);
        });
  }

  private void keep(int keepBytes, Handler<Payload> ready) {
    request.endHandler(end -> ifRunning(() -> ready.handle(new Payload.Kept(kept))));
    request.handler(
        chunk -> {
          if (stopped || !count(chunk)) {
            return;
          }
          kept.appendBuffer(chunk);
          if (kept.length() > keepBytes) {
            request.pause();
            request.handler(null).endHandler(null);
            ready.handle(new Payload.Streamed(this));
          }
        });
    request.resume();
  }

  /** Nothing was read yet: the whole body is a stream. */
  Payload untouched() {
    begin();
    return new Payload.Streamed(this);
  }

  /** Passes everything on to {@code target}, as fast as that takes it. */
  void streamTo(HttpClientRequest target) {
    sink = target;
    if (kept.length() > 0) {
      target.write(kept);
      kept = Buffer.buffer();
    }
    request.handler(chunk -> pass(chunk, target));
    request.endHandler(end -> ifRunning(() -> end(target)));
    target.drainHandler(drained -> ifRunning(this::goOn));
    request.resume();
  }

  /** Runs {@code action} when all of a streamed body was passed on. */
  void whenEnded(Runnable action) {
    whenEnded = action;
  }

  /** True once all of a streamed body was passed on. */
  boolean isEnded() {
    return ended;
  }

  /** True while more could be taken of a body than the client sent. */
  boolean awaitsClient() {
    return gathering || (!ended && sink != null && !sink.writeQueueFull());
  }

  /** Bytes that were read so far. */
  long bytes() {
    return bytes;
  }

  /** Stops reading. */
  void stop() {
    if (!stopped) {
      stopped = true;
      if (!request.isEnded()) {
        request.pause();
      }
    }
  }

  private void begin() {
    if (Admission.asksFirst(request)) {
      request.response().writeContinue();
    }
  }

  private void pass(Buffer chunk, HttpClientRequest target) {
    if (stopped || !count(chunk)) {
      return;
    }
    target.write(chunk);
    if (target.writeQueueFull()) {
      request.pause();
    }
  }

  private void goOn() {
    if (!ended) {
      request.resume();
    }
  }

  private void end(HttpClientRequest target) {
    ended = true;
    target.end();
    whenEnded.run();
  }

  private boolean count(Buffer chunk) {
    bytes += chunk.length();
    if (bytes <= maxBytes) {
      return true;
    }
    stop();
    tooLarge.run();
    return false;
  }

  private void ifRunning(Runnable action) {
    if (!stopped) {
      action.run();
    }
  }
}

package dev.wayfare.pricing.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Closes a body that takes too long, so that whoever reads it is woken by an exception: the HTTP
 * client's own time limit ends with the header.
 */
final class Deadline {
  private final AtomicReference<InputStream> body =
      new AtomicReference<>(InputStream.nullInputStream());
  private final AtomicBoolean passed = new AtomicBoolean();
  private final CompletableFuture<Void> alarm;

  private Deadline(Duration time) {
    this.alarm =
        CompletableFuture.runAsync(
            this::pass, CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Says so first, so that whoever is woken can tell why. */
  private void pass() {
    passed.set(true);
    close(body.get());
  }

  static Deadline in(Duration time) {
    return new Deadline(time);
  }

  /** The same stream, which this closes when the time is up. */
  InputStream closing(InputStream in) {
    body.set(in);
    if (hasPassed()) {
      close(in);
    }
    return in;
  }

  boolean hasPassed() {
    return passed.get();
  }

  void cancel() {
    alarm.cancel(false);
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // It is closed as far as it can be; the reader gets its own exception.
    }
  }
}

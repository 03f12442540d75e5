package dev.wayfare.router.proxy;

import io.vertx.core.http.Http2Settings;

/**
 * How much one connection of HTTP/2 may ask for (RFC 9113, section 10.5).
 *
 * <p>The codec adds bounds of its own on what it queues, such as acknowledgements of pings and
 * settings.
 */
final class Multiplexing {
  /** Requests under way at once; the least that RFC 9113, section 6.5.2, recommends. */
  static final int MOST_STREAMS = 100;

  /**
   * Streams that a client may reset in the window, before its connection is closed: a request that
   * is given up at once costs its sender nothing, and the router a call (CVE-2023-44487).
   */
  static final int MOST_RESETS = 200;

  static final int RESET_WINDOW_SECONDS = 30;

  /** Frames of a head that hold next to nothing (CVE-2024-27316). */
  static final int MOST_SMALL_CONTINUATIONS = 16;

  /** What HTTP/2 counts for a field beside its name and value (RFC 9113, section 6.5.2). */
  private static final int FIELD_BYTES = 32;

  private static final int MOST_FIELDS = 256;

  private Multiplexing() {}

  /** What the router tells targets first: it has no use for answers that it did not ask for. */
  static Http2Settings unpushed() {
    return new Http2Settings().setPushEnabled(false);
  }

  /** What the router tells clients first. */
  static Http2Settings settings() {
    return new Http2Settings()
        .setMaxConcurrentStreams(MOST_STREAMS)
        .setMaxHeaderListSize(
            ProxyVerticle.MAX_REQUEST_FIELDS_BYTES + (long) MOST_FIELDS * FIELD_BYTES);
  }
}

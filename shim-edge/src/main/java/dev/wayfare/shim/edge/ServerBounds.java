package dev.wayfare.shim.edge;

import dev.wayfare.shim.Limits;
import java.util.Properties;

/**
 * The bounds of the JDK's server, which it reads once, from system properties (<a
 * href="https://docs.oracle.com/en/java/javase/25/docs/api/jdk.httpserver/module-summary.html">module
 * jdk.httpserver</a>). They are wider than the host's where both have one: the JDK's server closes
 * the connection where the host answers 431. Whoever sets one on the command line keeps it.
 */
final class ServerBounds {
  /** From a request's first byte to its last; a caller that stalls is not waited for any longer. */
  private static final int REQUEST_SECONDS = 60;

  /** From an answer's first byte to its last, after the guest's own time. */
  private static final int RESPONSE_SECONDS = 60;

  /** What the JDK counts of each field line beside its name and value. */
  private static final int LINE_BYTES = 32;

  private static final int REQUEST_LINE_BYTES = 64 << 10;

  private ServerBounds() {}

  /** Sets them, which has an effect before the first server of this process only. */
  static void apply(Properties properties, Limits limits, int maxConnections) {
    // Head and body leave in two writes; Nagle's algorithm would hold the second back for 40 ms.
    set(properties, "sun.net.httpserver.nodelay", "true");
    set(properties, "sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    set(
        properties,
        "sun.net.httpserver.maxRspTime",
        limits.deadline().toSeconds() + RESPONSE_SECONDS);
    set(properties, "jdk.httpserver.maxConnections", maxConnections);
    set(properties, "sun.net.httpserver.maxIdleConnections", maxConnections);
    set(properties, "sun.net.httpserver.maxReqHeaders", 2L * limits.headerFields());
    set(
        properties,
        "sun.net.httpserver.maxReqHeaderSize",
        REQUEST_LINE_BYTES
            + 2 * (limits.headerBytes() + (long) LINE_BYTES * limits.headerFields()));
  }

  private static void set(Properties properties, String name, long value) {
    set(properties, name, Long.toString(Math.min(value, Integer.MAX_VALUE)));
  }

  private static void set(Properties properties, String name, String value) {
    properties.putIfAbsent(name, value);
  }
}

package dev.wayfare.bench.start;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries to connect every half of a millisecond, and sends one request over the first connection.
 */
final class OverHttp implements Asking {
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private final int port;
  private final String target;
  private final String expected;

  /** Asks the example for its answer to a name. */
  static OverHttp hello() throws IOException {
    return new OverHttp("/hello?name=Ada", "Hello, Ada!");
  }

  /** Asks a router's admin port whether it is ready. */
  static OverHttp readiness() throws IOException {
    return new OverHttp("/readyz", "ready");
  }

  private OverHttp(String target, String expected) throws IOException {
    this.target = target;
    this.expected = expected;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @Override
  public String place() {
    return Integer.toString(port);
  }

  @Override
  public long ask(Process process) throws IOException {
    try (Socket socket = connected(process)) {
      socket.getOutputStream().write(request());
      byte[] answer = socket.getInputStream().readAllBytes();
      long now = System.nanoTime();
      Asking.check(new String(answer, StandardCharsets.ISO_8859_1), expected);
      return now;
    }
  }

  private byte[] request() {
    return """
    GET %s HTTP/1.1\r
    host: 127.0.0.1\r
    user-agent: bench\r
    accept: */*\r
    x-name: Ada\r
    connection: close\r
    \r
    """
        .formatted(target)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private Socket connected(Process process) throws IOException {
    while (true) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (ConnectException e) {
        if (!process.isAlive()) {
          throw new IOException("the process ended with " + process.exitValue(), e);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public void close() {
    // Each request has a connection of its own.
  }
}

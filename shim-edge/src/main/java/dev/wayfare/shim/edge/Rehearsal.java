package dev.wayfare.shim.edge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Requests of a server to itself, so that a cache which the JVM makes of the whole run knows what
 * serving takes: {@code java -XX:AOTCacheOutput=function.aot -jar function.jar --rehearse}.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514, which makes such a cache in one step</a>
 */
final class Rehearsal {
  /** Enough for the JVM to note what is called often (JEP 515). */
  private static final int ROUNDS = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Rehearsal() {}

  /**
   * Asks for "/" a few times and does not look at the answers.
   *
   * @throws IOException if there is none
   */
  static void of(InetSocketAddress server) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      ask(server, "GET / HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\nconnection: close\r\n\r\n");
      ask(
          server,
          "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 1\r\n"
              + "connection: close\r\n\r\n!");
    }
  }

  private static void ask(InetSocketAddress server, String request) throws IOException {
    try (var socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().readAllBytes().length == 0) {
        throw new IOException("the server closed the connection without an answer");
      }
    }
  }
}

package dev.wayfare.shim.edge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

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

  /** What a GET asks for, the path with its query; "/" where that is not set. */
  private static final String PATH = "WAYFARE_PRIME_PATH";

  private Rehearsal() {}

  /**
   * Asks for the path that the environment names a few times, posts to "/", and does not look at
   * the answers.
   *
   * @throws IOException if there is none
   */
  static void of(InetSocketAddress server, Map<String, String> environment) throws IOException {
    String path = environment.getOrDefault(PATH, "/");
    for (int round = 0; round < ROUNDS; round++) {
      ask(
          server,
          "GET "
              + path
              + " HTTP/1.1\r\nhost: localhost\r\nuser-agent: wayfare-prime\r\naccept: */*\r\n"
              + "connection: close\r\n\r\n");
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

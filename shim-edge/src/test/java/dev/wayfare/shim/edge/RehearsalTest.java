package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wayfare.shim.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  private static final int MOST_CONNECTIONS = 1024;

  @Test
  void itAsksForTheRootWhereNothingIsSet() throws IOException {
    assertThat(asked(Map.of())).containsExactly("GET /", "POST /");
  }

  @Test
  void itAsksForThePathAndQueryThatTheEnvironmentNames() throws IOException {
    assertThat(asked(Map.of("WAYFARE_PRIME_PATH", "/hello?name=Ada")))
        .containsExactly("GET /hello?name=Ada", "POST /");
  }

  /**
   * They hold for the whole process from its first server on, and other tests start servers too.
   */
  @BeforeAll
  static void setBounds() {
    ServerBounds.apply(System.getProperties(), Limits.DEFAULT, MOST_CONNECTIONS);
  }

  private static Set<String> asked(Map<String, String> environment) throws IOException {
    var asked = new ConcurrentSkipListSet<String>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      Rehearsal.of(server.getAddress(), environment);
    } finally {
      server.stop(0);
    }
    return asked;
  }
}

package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  @Test
  void itAsksForTheRootWhereNothingIsSet() throws IOException {
    assertThat(asked(Map.of())).containsExactly("GET /", "POST /");
  }

  @Test
  void itAsksForThePathAndQueryThatTheEnvironmentNames() throws IOException {
    assertThat(asked(Map.of("WAYFARE_PRIME_PATH", "/hello?name=Ada")))
        .containsExactly("GET /hello?name=Ada", "POST /");
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

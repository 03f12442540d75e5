package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of a real server, told by SIGTERM. */
@Timeout(120)
final class DrainTest {
  private static final String HEAD =
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n";
  private static final String GET = "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir private Path folder;
  private EdgeProcess server;
  private int adminPort;

  @BeforeEach
  void start() throws IOException {
    // The port of the operators' pages is told nowhere, so one that was free a moment ago.
    try (var free = new ServerSocket(0)) {
      adminPort = free.getLocalPort();
    }
    List<String> options =
        List.of(
            "--metrics-port",
            Integer.toString(adminPort),
            "--health-path",
            "/readyz",
            "--drain-seconds",
            "60");
    server = new EdgeProcess(folder, List.of(), options);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aRequestUnderWayIsAnsweredBeforeTheServerEnds() throws Exception {
    assertThat(Wire.exchange(server.port(), GET)).startsWith("HTTP/1.1 200 ");
    try (var partial = new Wire(server.port());
        var slow = new Wire(server.port())) {
      partial.send("GET /he");
      slow.send(HEAD);
      // Bytes that were sent are not yet a request under way: 100 is.
      slow.awaitByte();
      assertThat(Wire.exchange(server.port(), GET)).startsWith("HTTP/1.1 200 ");
      slow.send("abc");
      server.terminate();
      awaitDraining();
      assertThat(server.isAlive()).isTrue();
      partial.send("llo?late HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(partial.rest())
          .startsWith("HTTP/1.1 200 ")
          .contains("Connection: close\r\n", "\"query\":\"late\"");
      slow.send("def");
      assertThat(slow.rest())
          .startsWith("TTP/1.1 100 ")
          .contains("\r\n\r\nHTTP/1.1 200 ", "Connection: close\r\n")
          .endsWith("\r\n\r\nabcdef");
    }
    assertThat(server.awaitExit()).isEqualTo(128 + 15);
  }

  @Test
  void aServerWithNothingToDoEndsAtOnceThoughConnectionsAreOpen() throws Exception {
    try (var idle = new Wire(server.port())) {
      idle.send(GET);
      idle.awaitByte();
      server.terminate();
      // Which it waits for no longer than half the drain's time.
      assertThat(server.awaitExit()).isEqualTo(128 + 15);
    }
  }

  /** Looks until the operators' page says so; the signal takes its time to be seen. */
  private void awaitDraining() throws IOException {
    String page = Wire.exchange(adminPort, GET);
    while (!page.startsWith("HTTP/1.1 503 ")) {
      assertThat(page).startsWith("HTTP/1.1 200 ").endsWith("ready\n");
      page = Wire.exchange(adminPort, GET);
    }
    assertThat(page).endsWith("draining\n");
    assertThat(Wire.exchange(adminPort, GET.replace("readyz", "healthz")))
        .startsWith("HTTP/1.1 200 ");
  }
}

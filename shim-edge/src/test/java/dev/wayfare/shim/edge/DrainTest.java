package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of a real server, told by SIGTERM. */
@Timeout(120)
final class DrainTest {
  private static final String HEAD = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n";
  private static final String GET = "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir private Path folder;
  private Process process;
  private int port;
  private int adminPort;

  @BeforeEach
  void start() throws IOException {
    // The port of the operators' pages is told nowhere, so one that was free a moment ago.
    try (var free = new ServerSocket(0)) {
      adminPort = free.getLocalPort();
    }
    start("--metrics-port", Integer.toString(adminPort), "--health-path", "/readyz");
  }

  private void start(String... options) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EdgeServer.class.getName(),
                "--port",
                "0",
                "--drain-seconds",
                "60",
                "--function",
                "/=" + Guests.HELLO.jar(folder)));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    port = URI.create(out.readLine().substring("listening ".length())).getPort();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void aRequestUnderWayIsAnsweredBeforeTheServerEnds() throws Exception {
    assertThat(Wire.exchange(port, GET)).startsWith("HTTP/1.1 200 ");
    try (var slow = new Wire(port);
        var partial = new Wire(port)) {
      slow.send(HEAD + "abc");
      partial.send("GET /he");
      process.destroy();
      awaitDraining();
      assertThat(process.isAlive()).isTrue();
      partial.send("llo?late HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(partial.rest())
          .startsWith("HTTP/1.1 200 ")
          .contains("Connection: close\r\n", "\"query\":\"late\"");
      slow.send("def");
      assertThat(slow.rest())
          .startsWith("HTTP/1.1 200 ")
          .contains("Connection: close\r\n")
          .endsWith("\r\n\r\nabcdef");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 15);
  }

  @Test
  void aServerWithNothingToDoEndsAtOnceThoughConnectionsAreOpen() throws Exception {
    try (var idle = new Wire(port)) {
      idle.send(GET);
      idle.awaitByte();
      process.destroy();
      // Long before the drain's time is over.
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
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

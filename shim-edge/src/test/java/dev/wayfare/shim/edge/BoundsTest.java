package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bounds that the JDK's server reads once, so each test has a process of its own. */
@Timeout(120)
final class BoundsTest {
  private static final String GET = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir private Path folder;

  @Test
  void aConnectionAboveTheLimitIsClosedAndTheOthersAreServed() throws Exception {
    try (var server = new EdgeProcess(folder, List.of(), List.of("--max-connections", "2"));
        var first = new Wire(server.port());
        var second = new Wire(server.port())) {
      first.send(GET);
      first.awaitByte();
      second.send(GET);
      second.awaitByte();
      assertThat(Wire.exchange(server.port(), GET)).isEmpty();
      first.send(GET);
      assertThat(first.rest()).contains("\"path\":\"/hello\"");
    }
  }

  @Test
  void aCallerThatStallsIsNotWaitedForAndHoldsNoPlace() throws Exception {
    List<String> jvm = List.of("-Dsun.net.httpserver.maxReqTime=1");
    try (var server = new EdgeProcess(folder, jvm, List.of("--max-connections", "1"))) {
      try (var stalled = new Wire(server.port())) {
        stalled.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab");
        // This side stays open: it is the server that ends it.
        assertThat(stalled.untilClosed()).doesNotStartWith("HTTP/1.1 200 ");
      }
      assertThat(Wire.exchange(server.port(), GET)).startsWith("HTTP/1.1 200 ");
    }
  }
}

package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hold a connection without using it. */
final class SlowClientsTest {
  private static final String SHORT = "  idle-timeout: 400ms\n";

  /** Of the second nobody knows yet which version it begins, of the third only its settings. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /f HTTP/1.1\r\nX: ",
        "PRI * HTTP/2.0\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void aHeadThatDoesNotEndDoesNotHoldItsConnection(String begin) throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter(SHORT, target.port());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), router.port())) {
      client.setSoTimeout(20);
      client.getOutputStream().write(begin.getBytes(StandardCharsets.ISO_8859_1));
      Await.until("the connection is closed", () -> isClosed(client, begin.startsWith("GET")));
      assertThat(target.hits()).isZero();
    }
  }

  private static boolean isClosed(Socket client, boolean afterOneMoreByte) {
    try {
      if (afterOneMoreByte) {
        client.getOutputStream().write('y');
      }
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /f HTTP/1.1\nHost: a\n\n", "GET /f HTTP/1.1\nHost: a\n\nGET"})
  void aConnectionOnWhichNothingIsAskedForIsClosed(String before) throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter(SHORT, target.port());
        RawClient client = new RawClient(router.port())) {
      client.send(before);
      assertThat(client.readAll())
          .satisfies(all -> assertThat(all.isEmpty()).isEqualTo(before.isEmpty()));
      assertThat(target.hits()).isEqualTo(before.isEmpty() ? 0 : 1);
    }
  }

  @Test
  void aRequestUnderWayKeepsItsConnection() throws Exception {
    CompletableFuture<Void> release = new CompletableFuture<>();
    List<RawClient> idle = new ArrayList<>();
    try (RawTarget target =
            new RawTarget(
                (socket, head) -> {
                  release.join();
                  RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: 4\n\nlate");
                });
        RunningRouter router = new RunningRouter(SHORT, target.port());
        RawClient busy = new RawClient(router.port())) {
      busy.send("GET /f HTTP/1.1\nHost: a\nConnection: close\n\n");
      // As many on each event loop, so that the busy one has been looked at as often.
      for (int i = 0; i < 2 * Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
        idle.add(new RawClient(router.port()));
      }
      for (RawClient each : idle) {
        assertThat(each.readAll()).isEmpty();
        each.close();
      }
      release.complete(null);
      assertThat(busy.readAll()).startsWith("HTTP/1.1 200").endsWith("late");
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOffAndTheTargetIsNotBlamed() throws Exception {
    CompletableFuture<Void> cut = new CompletableFuture<>();
    try (RawTarget target =
            new RawTarget(
                (socket, head) -> {
                  RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: 1000000000\n\n");
                  byte[] piece = new byte[64 << 10];
                  try {
                    while (true) {
                      socket.getOutputStream().write(piece);
                    }
                  } catch (IOException e) {
                    cut.complete(null);
                  }
                });
        RunningRouter router = new RunningRouter("  timeout: 2s\n", target.port());
        RawClient client = new RawClient(router.port())) {
      client.send("GET /f HTTP/1.1\nHost: a\n\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200");
      cut.get(20, TimeUnit.SECONDS);
      assertThat(router.targetField("t0", "failures")).isEqualTo("0");
    }
  }
}

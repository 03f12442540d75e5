package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Starting, stopping and looking at a router. */
final class RouterTest {
  private static final int TLS_HANDSHAKE = 22;

  private static WayfareConfig config(int port, int adminPort, String endpoint) {
    return WayfareConfig.parse(
        Path.of("wayfare.yaml"),
        """
        version: 1
        router: {port: %d, admin-port: %d}
        functions:
          f: {path: /, targets: [{id: own, provider: edge, memory: 64MiB%s}]}
        """
            .formatted(port, adminPort, endpoint));
  }

  @Test
  void aPortInUseIsNamedWithTheOptionThatChangesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      String endpoint = ", endpoint: 'http://127.0.0.1:1'";
      assertThatExceptionOfType(RouterException.class)
          .isThrownBy(() -> Router.start(config(port, 0, endpoint)))
          .withMessage("port %d on 127.0.0.1 is in use; choose another with --port", port);
      assertThatExceptionOfType(RouterException.class)
          .isThrownBy(() -> Router.start(config(0, port, endpoint)))
          .withMessage("port %d on 127.0.0.1 is in use; choose another with --admin-port", port);
    }
  }

  @Test
  void aTargetWithoutAnEndpointIsNamed() {
    assertThatExceptionOfType(RouterException.class)
        .isThrownBy(() -> Router.start(config(0, 0, "")))
        .withMessage(
            "target \"own\" has no endpoint; set one in wayfare.yaml,"
                + " or start local stand-ins with wayfare up");
  }

  @Test
  void theAdminServerAnswersItsPathsAndNothingElse() {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(200);
      assertThat(router.admin("/healthz").body()).isEqualTo("ok\n");
      assertThat(router.admin("/readyz").body()).isEqualTo("ready\n");
      assertThat(router.admin("/nothing").statusCode()).isEqualTo(404);
      assertThat(
              router
                  .send(
                      HttpRequest.newBuilder(router.adminUri("/healthz"))
                          .POST(HttpRequest.BodyPublishers.noBody()))
                  .statusCode())
          .isEqualTo(405);
      awaitRecorded(router);
      assertThat(router.admin("/metrics").body())
          .contains("wayfare_tries_total{function=\"f\",outcome=\"answered\",target=\"t0\"} 1")
          .contains("wayfare_breaker{function=\"f\",state=\"closed\",target=\"t0\"} 1")
          .contains("wayfare_quote_usd{function=\"f\",target=\"t0\"} 1.0E-6")
          .contains("wayfare_upstream_latency_seconds_count{function=\"f\",target=\"t0\"} 1");
    }
  }

  /** The client has the last byte of an answer a moment before the router has its end. */
  private static void awaitRecorded(RunningRouter router) {
    Await.until(
        "the request is recorded",
        () -> router.admin("/targets").body().contains("\"billedTime\":\"metered\""));
  }

  @Test
  void targetsAreShownWithTheirExactQuotes() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(200);
      awaitRecorded(router);
      String page = router.admin("/targets").body();
      try (JsonParser json = new JsonFactory().createParser(page)) {
        while (json.nextToken() != null) {
          assertThat(json.currentToken()).isNotNull();
        }
      }
      assertThat(page)
          .startsWith("{\"targets\":[{\"id\":\"t0\",\"function\":\"f\",\"provider\":\"edge\"")
          .contains("\"quoteUsd\":\"0.000001\",\"confidence\":\"high\"")
          .contains("\"monthToDateUsdEstimate\":\"0.000001\"")
          .contains("\"breaker\":\"closed\",\"requests\":1,\"failures\":0")
          .contains("\"billedTime\":\"metered\"");
    }
  }

  @Test
  void closingLetsTheRequestUnderWayEnd() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    AtomicReference<String> body = new AtomicReference<>("");
    try (StubTarget slow =
        new StubTarget(
            request -> {
              began.countDown();
              Thread.startVirtualThread(
                  () -> {
                    try {
                      finish.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    request.response().end("whole");
                  });
            })) {
      RunningRouter router = new RunningRouter("", slow.port());
      Thread client = Thread.startVirtualThread(() -> body.set(router.get("/f").body()));
      assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
      Thread closing = Thread.startVirtualThread(router::close);
      Await.until("the router accepts no more", () -> !accepts(router.port()));
      finish.countDown();
      client.join();
      closing.join();
      assertThat(body.get()).isEqualTo("whole");
    }
  }

  @Test
  void anHttpsEndpointIsSpokenToInTls() throws Exception {
    try (ServerSocket target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Router router =
            Router.start(
                config(
                    0, 0, ", endpoint: 'https://127.0.0.1:%d'".formatted(target.getLocalPort())));
        RawClient client = new RawClient(router.port())) {
      client.send("GET / HTTP/1.1\nHost: a\n\n");
      try (Socket accepted = target.accept()) {
        assertThat(accepted.getInputStream().read()).isEqualTo(TLS_HANDSHAKE);
      }
      assertThat(client.readHead()).startsWith("HTTP/1.1 502");
    }
  }

  private static boolean accepts(int port) {
    try {
      new RawClient(port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

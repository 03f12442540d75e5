package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the admin pages, over real sockets. */
final class AdminKeyTest {
  private static final String KEY = "0123456789abcdef-admin";
  private static final List<String> PAGES =
      List.of("/metrics", "/targets", "/decisions/a", "/elsewhere");

  @TempDir private Path folder = Path.of("");

  private RunningRouter router(String settings, StubTarget target) throws IOException {
    Path file = Files.writeString(folder.resolve("admin"), KEY + "\n");
    return new RunningRouter("  admin-key-file: " + file + "\n" + settings, target.port());
  }

  private static HttpResponse<String> get(RunningRouter router, String path, String authorization) {
    return router.send(
        HttpRequest.newBuilder(router.adminUri(path)).header("authorization", authorization));
  }

  @Test
  void withAKeyOnlyHealthIsShownToEverybody() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      assertThat(router.admin("/healthz").statusCode()).isEqualTo(200);
      assertThat(router.admin("/readyz").statusCode()).isEqualTo(200);
      for (String page : PAGES) {
        HttpResponse<String> answer = router.admin(page);
        assertThat(answer.statusCode()).as(page).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate"))
            .hasValue("Bearer realm=\"wayfare admin\"");
        assertThat(answer.body()).isEqualTo("This page needs the admin key.\n");
      }
      assertThat(get(router, "/metrics", "Bearer " + KEY).body()).contains("wayfare_build_info");
      assertThat(get(router, "/targets", "bearer " + KEY).statusCode()).isEqualTo(200);
      assertThat(get(router, "/decisions/a", "Bearer " + KEY).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer 0123456789abcdef-admim",
        "Bearer 0123456789abcdef-admi",
        "Bearer 0123456789abcdef-admin2",
        "Bearer",
        "Bearer ",
        "0123456789abcdef-admin",
        "Basic 0123456789abcdef-admin",
        "Basic YWRtaW46MDEyMzQ1Njc4OWFiY2RlZi1hZG1pbg=="
      })
  void anotherCredentialShowsNothing(String authorization) throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      for (String page : PAGES) {
        assertThat(get(router, page, authorization).statusCode()).as(page).isEqualTo(401);
      }
    }
  }

  @Test
  void withAKeyItMayBeReachedFromOutside() throws IOException {
    InetAddress outside = addressOfThisMachine();
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("  admin-host: 0.0.0.0\n", target);
        Socket socket = new Socket(outside, router.adminUri("/").getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /metrics HTTP/1.1\r\nHost: pod\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void withoutAKeyItIsNotThereFromOutside() throws IOException {
    InetAddress outside = addressOfThisMachine();
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new Socket(outside, router.adminUri("/").getPort()).close());
    }
  }

  /**
   * One that is not 127.0.0.1: of a network, or of the other loopback addresses, which a server on
   * all addresses has too.
   */
  private static InetAddress addressOfThisMachine() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(it -> it.getAddress().length == 4 && !it.isLoopbackAddress())
        .findFirst()
        .orElse(InetAddress.ofLiteral("127.0.0.2"));
  }

  /** A site whose name leads to 127.0.0.1 when a browser asks the second time. */
  @ParameterizedTest
  @ValueSource(
      strings = {"attacker.example:9090", "localhost.attacker.example", "192.0.2.1", "a b"})
  void withoutAKeyAnotherHostIsRefused(String host) throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      int port = router.adminUri("/").getPort();
      for (String page : PAGES) {
        assertThat(
                RawClient.exchange(
                    port, "GET %s HTTP/1.1\nHost: %s\nConnection: close\n\n".formatted(page, host)))
            .as(page)
            .matches("(?s)HTTP/1.1 (400|403) .*");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:9090", "127.0.0.1:1", "127.1.2.3", "[::1]:9090"})
  void aLoopbackHostIsAnswered(String host) throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(
              RawClient.exchange(
                  router.adminUri("/").getPort(),
                  "GET /targets HTTP/1.1\nHost: %s\nConnection: close\n\n".formatted(host)))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  private WayfareConfig parse(String router) {
    return WayfareConfig.parse(
        folder.resolve("wayfare.yaml"),
        """
        version: 1
        router: {%s}
        functions:
          f: {path: /, targets: [{id: t, provider: edge, memory: 1GiB}]}
        """
            .formatted(router),
        Map.of("ADMIN_KEY", KEY, "SHORT", "tiny-secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "a.example", "127.0.0.1.example"})
  void outsideOfLoopbackAKeyIsAskedFor(String host) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("admin-host: \"" + host + "\""))
        .withMessageContaining("wayfare.yaml:2:")
        .withMessageContaining("the admin server would be open to others than this machine")
        .withMessageContaining("admin-key-file");
    parse("admin-host: \"" + host + "\", admin-key-variable: ADMIN_KEY");
  }

  @Test
  void noMessageAndNoTextOfTheSettingsHasTheKey() {
    assertThat(parse("admin-key-variable: ADMIN_KEY").toString())
        .contains("AdminKey[***]")
        .doesNotContain(KEY);
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("admin-key-variable: SHORT"))
        .withMessageContaining("at least 16 visible ASCII characters")
        .withMessageNotContaining("tiny-secret");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("admin-key-variable: ADMIN_KEY, admin-key-file: a"))
        .withMessageContaining("there is one key; remove \"admin-key-file\" or this");
  }
}

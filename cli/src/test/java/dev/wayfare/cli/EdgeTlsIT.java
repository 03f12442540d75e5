package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.edge.Certificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge server that answers nobody but the router, by its certificate and its key. */
final class EdgeTlsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String KEY = "0123456789abcdef-a-key";

  @TempDir private Path folder;

  @Test
  void aRouterIsLetInByItsCertificateAndOneWithoutIsNot() throws Exception {
    Certificates all = new Certificates(folder);
    all.issue("server", "EC", "-ext", "san=ip:127.0.0.1");
    all.issue("ca", "EC", "-ext", "bc:c");
    all.issue("router", "EC", "-signer", "ca", "-ext", "eku=clientAuth");
    Path root = all.certificate("server", "server.pem");
    Path certificate = all.certificate("router", "router.pem");
    Path key = all.key("router", "router.key");
    Files.writeString(folder.resolve("key"), KEY);
    try (WayfareProcess edge =
        WayfareProcess.start(
            Map.of("WAYFARE_ROUTER_KEY", KEY),
            "run",
            Project.ROOT.resolve("examples/hello-c/hello-c.wasm").toString(),
            "--port",
            "0",
            "--tls-cert",
            root.toString(),
            "--tls-key",
            all.key("server", "server.key").toString(),
            "--client-ca",
            all.certificate("ca", "ca.pem").toString())) {
      URI at = edge.awaitListening(PATIENCE);
      String known =
          "{ca: \"%s\", certificate: \"%s\", key: \"%s\"}".formatted(root, certificate, key);
      try (WayfareProcess router = router(at, known)) {
        HttpResponse<String> answer = get(router);
        assertThat(answer.statusCode()).as(router.toString()).isEqualTo(200);
        assertThat(answer.body()).contains("Hello, Ada!");
      }
      try (WayfareProcess router = router(at, "{ca: \"%s\"}".formatted(root))) {
        assertThat(get(router).statusCode()).isEqualTo(502);
      }
    }
  }

  private WayfareProcess router(URI edge, String tls) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("wayfare.yaml"),
            """
            version: 1
            ledger: {memory: true}
            functions:
              hello:
                path: /
                targets:
                  - {id: own, provider: edge, memory: 512MiB, endpoint: "%s", key-file: key, tls: %s}
            """
                .formatted(edge, tls));
    WayfareProcess router =
        WayfareProcess.start(
            "router", "--config", config.toString(), "--port", "0", "--admin-port", "0");
    router.awaitReady(PATIENCE);
    return router;
  }

  private static HttpResponse<String> get(WayfareProcess router) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = router.router().resolve("/hello?name=Ada");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}

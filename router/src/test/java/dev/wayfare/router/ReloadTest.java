package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running router whose file is edited. */
final class ReloadTest {
  private static final int CHEAP_STATUS = 201;
  private static final int DEAR_STATUS = 202;

  @TempDir private Path folder = Path.of("");

  private static StubTarget answering(int status) {
    return new StubTarget(request -> request.response().setStatusCode(status).end());
  }

  private static String yaml(int cheap, int dear, String policy) {
    return """
    version: 1
    router: {port: 0, admin-port: 0}
    ledger: {memory: true}
    functions:
      f:
        path: /f
        policy: {%s}
        targets:
          - {id: cheap, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d",
             price: {usd-per-million-requests: 1}}
          - {id: dear, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d",
             price: {usd-per-million-requests: 2}}
    """
        .formatted(policy, cheap, dear);
  }

  @Test
  void policiesChangeWithoutARestartAndWrongFilesChangeNothing() throws Exception {
    Path file = folder.resolve("wayfare.yaml");
    try (StubTarget cheap = answering(CHEAP_STATUS);
        StubTarget dear = answering(DEAR_STATUS)) {
      Files.writeString(file, yaml(cheap.port(), dear.port(), "exploration: 0%"));
      WayfareConfig read = WayfareConfig.read(file, Map.of());
      try (Router router = Router.start(read);
          HttpClient client = HttpClient.newHttpClient()) {
        Runnable look = router.follow(read, () -> WayfareConfig.read(file, Map.of()));
        assertThat(status(client, router)).isEqualTo(CHEAP_STATUS);

        Files.writeString(file, yaml(cheap.port(), dear.port(), "pin: dear"));
        Await.until("the pin is in force", () -> status(client, router) == DEAR_STATUS);

        Files.writeString(file, yaml(cheap.port(), dear.port(), "pin: dearest"));
        look.run();
        assertThat(status(client, router)).isEqualTo(DEAR_STATUS);

        Files.writeString(file, yaml(1, dear.port(), "pin: cheap"));
        look.run();
        assertThat(status(client, router)).isEqualTo(DEAR_STATUS);

        Files.writeString(file, yaml(cheap.port(), dear.port(), "pin: cheap"));
        look.run();
        assertThat(status(client, router)).isEqualTo(CHEAP_STATUS);
      }
    }
  }

  private static int status(HttpClient client, Router router)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.port() + "/f")).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}

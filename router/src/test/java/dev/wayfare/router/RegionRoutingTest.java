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

/**
 * Real requests where targets differ by more than price and speed: in the way to them, in carbon.
 */
final class RegionRoutingTest {
  private static final int CHEAP = 201;
  private static final int DEAR = 202;

  /** {@code cheap} is too far for Japan, and for this machine. */
  private static final String CALLERS =
      """
      callers:
        header: x-country
        regions:
          japan: {header-values: [JP], added-latency: {us-*: 400ms, local: 5ms}}
          here: {addresses: [127.0.0.0/8], added-latency: {us-*: 500ms}}
          states: {header-values: [US]}
      """
          .indent(2);

  @TempDir private Path folder = Path.of("");

  private static StubTarget answering(int status) {
    return new StubTarget(request -> request.response().setStatusCode(status).end());
  }

  private static String yaml(int cheap, int dear, String callers) {
    return """
    version: 1
    router: {port: 0, admin-port: 0}
    ledger: {memory: true}
    policy:
      latency: 300ms
      exploration: 0%%
    %s
    functions:
      f:
        path: /f
        targets:
          - {id: cheap, provider: edge, region: us-1, memory: 1GiB, endpoint: "http://127.0.0.1:%d",
             price: {usd-per-million-requests: 1}}
          - {id: dear, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d",
             price: {usd-per-million-requests: 2}}
    """
        .formatted(callers, cheap, dear);
  }

  @Test
  void farAwayCallersAreServedNearAndTheExplanationSaysWhy() throws Exception {
    Path file = folder.resolve("wayfare.yaml");
    try (StubTarget cheap = answering(CHEAP);
        StubTarget dear = answering(DEAR);
        HttpClient client = HttpClient.newHttpClient()) {
      Files.writeString(file, yaml(cheap.port(), dear.port(), CALLERS));
      WayfareConfig read = WayfareConfig.read(file, Map.of());
      try (Router router = Router.start(read)) {
        assertThat(status(client, router, "JP", "far")).isEqualTo(DEAR);
        assertThat(explained(client, router, "far"))
            .contains("\"callerRegion\":\"japan\"")
            .contains("\"verdict\":\"its latency of 450.0 ms misses 300.0 ms\"")
            .contains("\"addedLatencyMillis\":400.0")
            .contains("\"addedLatencyMillis\":5.0")
            .contains("\"remade\":true");
        assertThat(status(client, router, "US", "near")).isEqualTo(CHEAP);
        assertThat(status(client, router, "DE", "here")).isEqualTo(DEAR);
        assertThat(explained(client, router, "here")).contains("\"callerRegion\":\"here\"");

        Runnable look = router.follow(read, () -> WayfareConfig.read(file, Map.of()));
        Files.writeString(file, yaml(cheap.port(), dear.port(), ""));
        look.run();
        assertThat(status(client, router, "JP", "any")).isEqualTo(CHEAP);
        assertThat(explained(client, router, "any"))
            .doesNotContain("callerRegion", "addedLatencyMillis");
      }
    }
  }

  @Test
  void aDirtyTargetThatIsHardlyCheaperLosesItsRequestsToACleanOne() throws Exception {
    Path file = folder.resolve("wayfare.yaml");
    Files.writeString(folder.resolve("carbon.yaml"), "us-*: 500\nlocal: 20\n");
    try (StubTarget cheap = answering(CHEAP);
        StubTarget dear = answering(DEAR);
        HttpClient client = HttpClient.newHttpClient()) {
      String carbon = "  carbon: {file: carbon.yaml, usd-per-tonne: %d}";
      Files.writeString(file, yaml(cheap.port(), dear.port(), carbon.formatted(80)));
      try (Router router = Router.start(WayfareConfig.read(file, Map.of()))) {
        assertThat(status(client, router, "JP", "light")).isEqualTo(CHEAP);
      }
      Files.writeString(file, yaml(cheap.port(), dear.port(), carbon.formatted(1_000_000)));
      try (Router router = Router.start(WayfareConfig.read(file, Map.of()))) {
        assertThat(status(client, router, "JP", "heavy")).isEqualTo(DEAR);
        assertThat(explained(client, router, "heavy"))
            .contains("\"verdict\":\"dearer than dear, carbon counted\"");
      }
    }
  }

  private static int status(HttpClient client, Router router, String country, String id)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.port() + "/f"))
                .header("x-country", country)
                .header("x-forwarded-for", "203.0.113.1")
                .header("x-request-id", id)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String explained(HttpClient client, Router router, String id)
      throws IOException, InterruptedException {
    URI page = URI.create("http://127.0.0.1:" + router.adminPort() + "/decisions/" + id);
    return client
        .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}

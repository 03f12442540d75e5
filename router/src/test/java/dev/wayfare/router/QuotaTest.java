package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.KeyHash;
import dev.wayfare.router.config.WayfareConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much consumers may use, over real sockets. */
final class QuotaTest {
  private static final String SHOP = "the key of the shop";
  private static final String LAB = "the key of the lab";

  @TempDir private Path folder = Path.of("");
  private final HttpClient client = HttpClient.newHttpClient();

  /** A call costs 0.000001 USD. */
  private WayfareConfig config(StubTarget target, String access) throws Exception {
    String text =
        """
        version: 1
        router: {port: 0, admin-port: 0}
        ledger: {file: ledger, flush-interval: 20ms}
        access:
          %s
          consumers:
            shop: {key-hashes: ["%s"]}
            lab: {key-hashes: ["%s"], quota: {usd-per-month: "0.0000025"}}
        functions:
          f:
            path: /f
            targets:
              - {id: t, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d",
                 price: {usd-per-million-requests: 1}}
        """
            .formatted(access, KeyHash.of(SHOP).text(), KeyHash.of(LAB).text(), target.port());
    Path file = Files.writeString(folder.resolve("wayfare.yaml"), text);
    return WayfareConfig.read(file, Map.of());
  }

  private HttpResponse<String> get(Router router, String key) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.port() + "/f"));
    if (!key.isEmpty()) {
      request.header("x-api-key", key);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Sources at(AtomicReference<Instant> now) {
    Sources system = Sources.system();
    return new Sources(system.prices(), now::get, system.nanoTicker(), system.random());
  }

  @Test
  void aQuotaOfRequestsIsKeptOverRestartsUntilTheNextDay() throws Exception {
    var now = new AtomicReference<>(Instant.parse("2026-01-31T23:59:00Z"));
    try (client;
        StubTarget target = StubTarget.answering(200, "hi")) {
      WayfareConfig config =
          config(target, "quota: {requests-per-day: 3, requests-per-month: 4}\n  anonymous: allow");
      for (int i = 0; i < 3; i++) {
        try (Router router = Router.start(config, at(now))) {
          assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        }
      }
      try (Router router = Router.start(config, at(now))) {
        HttpResponse<String> answer = get(router, SHOP);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("61");
        assertThat(answer.body())
            .startsWith("The quota of this consumer for the day is used up. Request id: ");
        assertThat(get(router, "").statusCode()).isEqualTo(200);
        assertThat(get(router, LAB).statusCode()).isEqualTo(200);
        now.set(Instant.parse("2026-02-01T00:00:01Z"));
        assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
          assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        }
        assertThat(get(router, SHOP).statusCode()).isEqualTo(429);
        now.set(Instant.parse("2026-02-02T00:00:00Z"));
        assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        HttpResponse<String> month = get(router, SHOP);
        assertThat(month.statusCode()).isEqualTo(429);
        assertThat(month.body()).startsWith("The quota of this consumer for the month is used up.");
        assertThat(month.headers().firstValue("retry-after"))
            .hasValue(Integer.toString(27 * 24 * 60 * 60 + 1));
      }
    }
  }

  @Test
  void aQuotaOfDollarsIsSpentByCalls() throws Exception {
    try (client;
        StubTarget target = StubTarget.answering(200, "hi")) {
      try (Router router = Router.start(config(target, "anonymous: refuse"))) {
        for (int i = 1; i <= 3; i++) {
          assertThat(get(router, LAB).statusCode()).isEqualTo(200);
        }
        Await.until("it is spent", () -> get(router, LAB).statusCode() == 429);
        assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        assertThat(metrics(router))
            .contains("wayfare_refusals_total{cause=\"quota-spent\",function=\"f\"} ");
      }
    }
  }

  @Test
  void retriesAreTheConsumersToo() throws Exception {
    try (client;
        StubTarget target =
            new StubTarget(request -> request.response().setStatusCode(502).end())) {
      try (Router router = Router.start(config(target, "anonymous: refuse"))) {
        List<Integer> seen = new java.util.ArrayList<>();
        Await.until(
            "it is spent",
            () -> {
              seen.add(get(router, LAB).statusCode());
              return seen.getLast() == 429;
            });
        assertThat(seen).contains(502);
      }
    }
  }

  @Test
  void aQuotaChangesWhileTheRouterRuns() throws Exception {
    try (client;
        StubTarget target = StubTarget.answering(200, "hi")) {
      WayfareConfig config = config(target, "quota: {requests-per-day: 2}");
      try (Router router = Router.start(config)) {
        Runnable look =
            router.follow(
                config, () -> WayfareConfig.read(folder.resolve("wayfare.yaml"), Map.of()));
        assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        assertThat(get(router, SHOP).statusCode()).isEqualTo(429);
        config(target, "quota: {requests-per-day: 3}");
        look.run();
        assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        assertThat(get(router, SHOP).statusCode()).isEqualTo(429);
        config(target, "anonymous: allow");
        look.run();
        assertThat(get(router, SHOP).statusCode()).isEqualTo(200);
        Files.writeString(
            folder.resolve("wayfare.yaml"),
            Files.readString(folder.resolve("wayfare.yaml"))
                .replace(KeyHash.of(SHOP).text(), KeyHash.of("a new key").text()));
        look.run();
        assertThat(get(router, SHOP).statusCode()).isEqualTo(401);
        assertThat(get(router, "a new key").statusCode()).isEqualTo(200);
      }
    }
  }

  private String metrics(Router router) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + router.adminPort() + "/metrics");
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}

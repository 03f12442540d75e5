package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A whole router whose prices are refreshed from a list that is of no use. */
class RefreshedPricesTest {
  private static final String NONSENSE =
      """
      {"NextPageLink": null, "Items": [
       {"currencyCode": "USD", "tierMinimumUnits": 0, "retailPrice": 5, "armRegionName": "eastus",
        "effectiveStartDate": "2024-11-01T00:00:00Z", "meterName": "On Demand Execution Time",
        "productName": "Flex Consumption", "unitOfMeasure": "1 GB Hour", "type": "Consumption"}]}
      """;

  @Test
  void aRejectedListRaisesItsMetricAndTheQuotesStay() {
    try (StubTarget list = StubTarget.answering(200, NONSENSE);
        Router router = Router.start(config(list));
        HttpClient client = HttpClient.newHttpClient()) {
      URI admin = URI.create("http://127.0.0.1:" + router.adminPort());
      Await.until(
          "the lists were rejected",
          () -> get(client, admin.resolve("/metrics")).contains("{outcome=\"rejected\"} 2.0"));

      String metrics = get(client, admin.resolve("/metrics"));
      assertThat(metrics)
          .contains("wayfare_prices_lists{outcome=\"accepted\"} 0.0")
          .contains("wayfare_prices_lists{outcome=\"failed\"} 0.0")
          .containsPattern("wayfare_prices_age_seconds [0-9]")
          .containsPattern("wayfare_quote_usd\\{function=\"f\",target=\"a\"\\} [0-9]");
    }
  }

  @Test
  void aListThatDoesNotAnswerHoldsUpNoEnd() {
    var isAsked = new AtomicBoolean();
    try (StubTarget list = new StubTarget(request -> isAsked.set(true));
        HeardLog log = new HeardLog(Router.class.getName())) {
      Router router = Router.start(config(list));
      Await.until("it is asked", isAsked::get);
      router.close();
      assertThat(log.lines()).noneMatch(line -> line.contains("did not close in good order"));
    }
  }

  private static WayfareConfig config(StubTarget list) {
    return WayfareConfig.parse(
        Path.of("wayfare.yaml"),
        """
        version: 1
        router: {port: 0, admin-port: 0, timeout: 1s}
        prices: {refresh: 1h, sources: {azure: {url: "http://127.0.0.1:%d/"}}}
        accounts: {azure: {free-tier: used}}
        functions:
          f:
            path: /
            targets:
              - {id: a, provider: azure, region: eastus, memory: 512MiB,
                 endpoint: "http://127.0.0.1:9"}
        """
            .formatted(list.port()));
  }

  private static String get(HttpClient client, URI uri) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

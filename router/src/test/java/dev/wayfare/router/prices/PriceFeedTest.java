package dev.wayfare.router.prices;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.source.Outcome;
import dev.wayfare.pricing.source.Patience;
import dev.wayfare.pricing.source.PriceRefresh;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.ledger.Tariffs;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFeedTest {
  private static final Call CALL = new Call(Duration.ofSeconds(1), Duration.ZERO, 0);

  @TempDir private Path folder = Path.of("");
  private final ManualTime time = new ManualTime(Instant.parse("2026-12-01T06:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer azure = server();
  private volatile String usdPerGbSecond = "0.000026";

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() {
    azure.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          String query =
              URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
          byte[] page =
              (query.contains("'Functions'") ? functions() : egress())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    azure.start();
  }

  @AfterEach
  void stop() {
    azure.stop(0);
  }

  @Test
  void targetsAreQuotedByEachNewBookFromItsTickOn() {
    Running running = new Running("refresh: 1h");
    assertThat(running.quoteUsd()).isEqualByComparingTo("0.0000134");
    usdPerGbSecond = "0.00003";
    running.feed.tick();

    assertThat(running.quoteUsd()).isEqualByComparingTo("0.0000154");
    assertThat(running.feed.book().asOf()).isEqualTo("2026-12-01");
    assertThat(running.feed.age()).hasValue(Duration.ZERO);
  }

  @Test
  void theListsAreAskedOncePerInterval() {
    Running running = new Running("refresh: 1h");
    running.feed.tick();
    time.advance(Duration.ofMinutes(59));
    running.feed.tick();
    assertThat(asked).hasValue(2);
    time.advance(Duration.ofMinutes(1));
    running.feed.tick();

    assertThat(asked).hasValue(4);
  }

  @Test
  void withoutAnIntervalNobodyIsAsked() {
    Running running = new Running("stale: warn");
    running.feed.tick();

    assertThat(asked).hasValue(0);
    assertThat(running.feed.book()).isSameAs(PriceBook.shipped());
  }

  @Test
  void aListThatIsNotBelievedChangesNothingAndIsShown() {
    Running running = new Running("refresh: 1h");
    usdPerGbSecond = "0.026";
    running.feed.tick();

    assertThat(running.quoteUsd()).isEqualByComparingTo("0.0000134");
    assertThat(running.feed.lists().getFirst().outcome()).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void theLastGoodBookSurvivesARestart() {
    usdPerGbSecond = "0.00003";
    new Running("{refresh: 1h, file: prices.json}").feed.tick();
    azure.stop(0);
    Running again = new Running("{refresh: 1h, file: prices.json}");

    assertThat(again.quoteUsd()).isEqualByComparingTo("0.0000154");
    again.feed.tick();
    assertThat(again.quoteUsd()).isEqualByComparingTo("0.0000154");
    assertThat(again.feed.lists().getFirst().outcome()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatAnotherProcessRefreshedIsTakenUp() throws IOException {
    Running running = new Running("file: prices.json");
    usdPerGbSecond = "0.00003";
    new Running("{refresh: 1h, file: prices.json}").feed.tick();
    assertThat(running.quoteUsd()).isEqualByComparingTo("0.0000134");
    running.feed.tick();

    assertThat(running.quoteUsd()).isEqualByComparingTo("0.0000154");
    Files.writeString(folder.resolve("prices.json"), "{");
    running.feed.tick();
    assertThat(running.quoteUsd()).isEqualByComparingTo("0.0000154");
  }

  @Test
  void aDamagedFileMakesTheShippedPricesHold() throws IOException {
    Files.writeString(folder.resolve("prices.json"), "{");

    assertThat(new Running("file: prices.json").feed.book()).isSameAs(PriceBook.shipped());
  }

  @Test
  void stalePricesAreUnknownWhereThatIsThePolicy() {
    Running strict = new Running("{stale: unpriced, stale-after: 30d}");
    Running lenient = new Running("{stale: warn, stale-after: 30d}");
    time.advance(Duration.ofDays(21));
    strict.feed.tick();
    assertThat(strict.quote()).isInstanceOf(Fare.Known.class);
    time.advance(Duration.ofDays(2));
    strict.feed.tick();
    lenient.feed.tick();

    assertThat(strict.quote())
        .isEqualTo(
            new Fare.Unknown(
                "its prices were last read on 2026-11-23, which is longer ago than"
                    + " prices.stale-after"));
    assertThat(lenient.quote()).isInstanceOf(Fare.Known.class);
  }

  @Test
  void whatWasChargedBeforeANewBookStaysCharged() {
    Running running = new Running("refresh: 1h");
    running.tariffs.of("a").charge(CALL);
    usdPerGbSecond = "0.00003";
    running.feed.tick();
    running.tariffs.of("a").charge(CALL);

    assertThat(running.tariffs.of("a").monthToDateUsd().orElseThrow())
        .isEqualByComparingTo("0.0000288");
  }

  private String functions() {
    return page(
        item("Functions", "Flex Consumption", "On Demand Total Executions", "10", 0, "0"),
        item("Functions", "Flex Consumption", "On Demand Total Executions", "10", 25_000, "4e-6"),
        item("Functions", "Flex Consumption", "On Demand Execution Time", "1 GB Second", 0, "0"),
        item(
            "Functions",
            "Flex Consumption",
            "On Demand Execution Time",
            "1 GB Second",
            100_000,
            usdPerGbSecond));
  }

  private static String egress() {
    return page(
        item("Bandwidth", "Rtn Preference: MGN", "Standard Data Transfer Out", "1 GB", 0, "0"),
        item(
            "Bandwidth", "Rtn Preference: MGN", "Standard Data Transfer Out", "1 GB", 100, "0.08"));
  }

  private static String page(String... items) {
    return "{\"BillingCurrency\": \"USD\", \"NextPageLink\": null, \"Items\": ["
        + String.join(",", items)
        + "]}";
  }

  private static String item(
      String service, String product, String meter, String unit, int from, String usd) {
    return """
    {"currencyCode": "USD", "tierMinimumUnits": %d, "retailPrice": %s, "armRegionName": "eastus",
     "effectiveStartDate": "2024-11-01T00:00:00Z", "meterName": "%s", "productName": "%s",
     "serviceName": "%s", "unitOfMeasure": "%s", "type": "Consumption"}
    """
        .formatted(from, usd, meter, product, service, unit);
  }

  /** A feed and what uses it. */
  private final class Running {
    private final PriceFeed feed;
    private final Tariffs tariffs;

    Running(String prices) {
      String section = prices.startsWith("{") ? prices : "{" + prices + "}";
      WayfareConfig config =
          WayfareConfig.parse(
              folder.resolve("wayfare.yaml"),
              """
              version: 1
              prices: %s
              accounts: {azure: {free-tier: used}}
              functions:
                f:
                  path: /
                  targets: [{id: a, provider: azure, region: eastus, memory: 512MiB}]
              """
                  .formatted(
                      section.replace(
                          "}",
                          ", sources: {azure: {url: \"http://127.0.0.1:%d/\"}}}"
                              .formatted(azure.getAddress().getPort()))));
      PriceRefresh refresh =
          PriceRefresh.of(
              config.prices().locations(Map.of()),
              config.prices().mostChange(),
              new Patience(
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(20),
                  1,
                  Duration.ofMillis(1),
                  Duration.ofMillis(1)),
              new SplittableRandom(7),
              time);
      this.feed = new PriceFeed(config, PriceBook.shipped(), refresh, time);
      this.tariffs = new Tariffs(config, feed.book(), time);
      feed.onBook(tariffs::use);
    }

    Fare quote() {
      return tariffs
          .of("a")
          .terms()
          .fare(quoter -> quoter.picoUsd(CALL.handlerTime().toNanos(), 0, CALL.responseBytes()));
    }

    BigDecimal quoteUsd() {
      return ((Fare.Known) quote()).usd();
    }
  }
}

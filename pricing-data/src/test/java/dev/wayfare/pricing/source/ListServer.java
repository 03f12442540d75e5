package dev.wayfare.pricing.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.wayfare.pricing.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/** The three providers' APIs on one loopback port, with answers of the real ones' shape. */
final class ListServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-12-01T06:00:00Z");
  static final String LAMBDA_INDEX = "/offers/v1.0/aws/AWSLambda/current/region_index.json";
  static final String LAMBDA_FILE =
      "/offers/v1.0/aws/AWSLambda/20260919164133/us-east-1/index.json";
  static final String EGRESS_INDEX = "/offers/v1.0/aws/AWSDataTransfer/current/region_index.json";
  static final String EGRESS_FILE =
      "/offers/v1.0/aws/AWSDataTransfer/20260915000000/us-east-1/index.json";
  static final String AZURE = "/api/retail/prices";
  static final String GOOGLE = "/v1/services/152E-C115-5142/skus";
  static final String KEY = "key-of-a-test";

  /** What a test asks for: a region of each provider's. */
  static final Map<Provider, Set<String>> REGIONS =
      Map.of(
          Provider.AWS, Set.of("us-east-1"),
          Provider.AZURE, Set.of("eastus"),
          Provider.GCP, Set.of("us-central1"));

  final WireMockServer http =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  /** How long was to be waited before each further attempt. */
  final List<Long> waitsMillis = new ArrayList<>();

  ListServer() {
    http.start();
  }

  /** Everything answers as the providers do. */
  void reset() {
    http.resetAll();
    waitsMillis.clear();
    json(LAMBDA_INDEX, fixture("aws-lambda-region-index.json"));
    json(LAMBDA_FILE, fixture("aws-lambda-us-east-1.json"));
    json(EGRESS_INDEX, fixture("aws-egress-region-index.json"));
    json(EGRESS_FILE, fixture("aws-egress-us-east-1.json"));
    azure("Functions", fixture("azure-functions-1.json").replace("NEXT", next()));
    json(AZURE + "/page-2", fixture("azure-functions-2.json"));
    azure("Bandwidth", fixture("azure-egress.json"));
    google(fixture("google-1.json"), fixture("google-2.json"));
  }

  void json(String path, String body) {
    answer(path, okJson(body));
  }

  void answer(String path, ResponseDefinitionBuilder answer) {
    http.stubFor(get(urlPathEqualTo(path)).willReturn(answer));
  }

  void answerAll(ResponseDefinitionBuilder answer) {
    http.stubFor(any(anyUrl()).willReturn(answer));
  }

  /** The first page of a service's prices. */
  void azure(String service, String body) {
    http.stubFor(
        get(urlPathEqualTo(AZURE))
            .withQueryParam(
                "$filter",
                com.github.tomakehurst.wiremock.client.WireMock.containing(
                    "serviceName eq '" + service + "'"))
            .willReturn(okJson(body)));
  }

  void google(String first, String second) {
    http.stubFor(
        get(urlPathEqualTo(GOOGLE))
            .withHeader("X-Goog-Api-Key", equalTo(KEY))
            .willReturn(okJson(first)));
    http.stubFor(
        get(urlPathEqualTo(GOOGLE))
            .withHeader("X-Goog-Api-Key", equalTo(KEY))
            .withQueryParam("pageToken", equalTo("page/2="))
            .willReturn(okJson(second)));
  }

  String next() {
    return base() + "api/retail/page-2?$skip=100".replace("retail/", "retail/prices/");
  }

  static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + http.port() + "/");
  }

  PriceRefresh refresh() {
    return refresh(base(), Duration.ofSeconds(20));
  }

  PriceRefresh refresh(URI base, Duration total) {
    return PriceRefresh.of(
        Map.of(
            Provider.AWS, new ListLocation(base, null),
            Provider.AZURE, new ListLocation(base, null),
            Provider.GCP, new ListLocation(base, KEY)),
        PriceRefresh.MOST_CHANGE,
        new Patience(
            Duration.ofSeconds(5), total, 3, Duration.ofMillis(100), Duration.ofSeconds(30)),
        new SplittableRandom(7),
        () -> NOW,
        wait -> {
          waitsMillis.add(wait);
          return 0;
        });
  }

  static String fixture(String name) {
    try (InputStream in =
        Objects.requireNonNull(ListServer.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Override
  public void close() {
    http.stop();
  }
}

package dev.wayfare.pricing.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceChange;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a refresh makes of answers of the real shape, and of what may become of them. */
class LivePricesTest {
  private static final PriceBook SHIPPED = PriceBook.shipped();
  private static final JsonMapper JSON = new JsonMapper();
  private static ListServer server = new ListServer();

  @BeforeAll
  static void start() {
    server.close();
    server = new ListServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void answerAsUsual() {
    server.reset();
  }

  @Test
  void everyListIsReadWithEveryTierOfEveryPage() {
    RefreshReport report = run();

    assertThat(report.lists())
        .extracting(RefreshReport.ListReport::list, RefreshReport.ListReport::outcome)
        .containsExactly(
            accepted("aws lambda", 14),
            accepted("aws egress", 4),
            accepted("azure functions", 14),
            accepted("azure egress", 6),
            accepted("gcp run", 20));
    assertThat(PriceChange.between(SHIPPED, report.book())).isEmpty();
    assertThat(report.book().prices())
        .filteredOn(price -> price.provenance().isLive())
        .hasSize(58)
        .allSatisfy(
            price -> {
              assertThat(price.provenance().fetchedAt()).isEqualTo(ListServer.NOW);
              assertThat(price.provenance().effectiveFrom()).isPresent();
              assertThat(price.provenance().sources()).hasSize(1);
            });
    assertThat(report.isComplete()).isTrue();
  }

  private static org.assertj.core.groups.Tuple accepted(String list, int prices) {
    return org.assertj.core.groups.Tuple.tuple(list, new Outcome.Accepted(prices, List.of()));
  }

  @Test
  void aPriceSaysWhereAndSinceWhenItHolds() {
    ListPrice price = price(run().book(), aws(Sku.X86_64, Meter.GB_SECONDS));

    assertThat(price.provenance().effectiveFrom())
        .hasValueSatisfying(day -> assertThat(day).isEqualTo("2026-09-01"));
    assertThat(price.provenance().sources().getFirst().address())
        .hasValue(server.base() + ListServer.LAMBDA_FILE.substring(1));
    assertThat(price.tiers()).hasSize(3);
  }

  @Test
  void aUnitOfTenExecutionsIsNotTakenForOne() {
    server.json(
        ListServer.AZURE + "/page-2",
        ListServer.fixture("azure-functions-2.json").replace("2e-06", "0.0000022"));
    ListPrice price = price(run().book(), azure("consumption", Meter.REQUESTS));

    assertThat(price.usdAt(ListServer.decimal("1000000")))
        .hasValue(ListServer.decimal("0.00000022"));
    assertThat(price.usdAt(ListServer.decimal("999999"))).hasValue(ListServer.decimal("0"));
  }

  @Test
  void theOrderOfFieldsDoesNotMatter() throws IOException {
    server.json(ListServer.LAMBDA_FILE, reversed("aws-lambda-us-east-1.json"));
    server.azure("Functions", reversed("azure-functions-1.json").replace("NEXT", server.next()));
    server.google(reversed("google-1.json"), reversed("google-2.json"));
    RefreshReport report = run();

    assertThat(report.isComplete()).isTrue();
    assertThat(PriceChange.between(SHIPPED, report.book())).isEmpty();
    assertThat(report.book().prices()).filteredOn(it -> it.provenance().isLive()).hasSize(58);
  }

  @Test
  void aRegionThatTheBookLacksIsPricedOnceItIsRead() {
    PriceBook book = refresh(Map.of(Provider.GCP, Set.of())).book();
    Sku berlin = Sku.runFunctions("europe-west10", ListServer.decimal("1"), 512);
    assertThat(book.rateCard(berlin)).isInstanceOf(PriceLookup.Priced.class);

    assertThat(SHIPPED.rateCard(Sku.runFunctions("africa-south1", ListServer.decimal("1"), 512)))
        .isInstanceOf(PriceLookup.Unpriced.class);
  }

  @Test
  void allRegionsOfAwsComeFromOneFileForEachList() {
    server.json(
        "/offers/v1.0/aws/AWSLambda/current/index.json",
        fixture("aws-lambda-us-east-1.json", "\"us-east-1\"", "\"mx-central-1\""));
    server.json(
        "/offers/v1.0/aws/AWSDataTransfer/current/index.json",
        fixture("aws-egress-us-east-1.json", "\"us-east-1\"", "\"mx-central-1\""));
    Sku sku = Sku.lambda("mx-central-1", Sku.ARM64, 512);
    assertThat(SHIPPED.rateCard(sku)).isInstanceOf(PriceLookup.Unpriced.class);
    RefreshReport report = refresh(Map.of(Provider.AWS, Set.of()));

    assertThat(report.isComplete()).isTrue();
    assertThat(report.book().rateCard(sku)).isInstanceOf(PriceLookup.Priced.class);
    server.http.verify(0, getRequestedFor(urlPathEqualTo(ListServer.LAMBDA_INDEX)));
  }

  @Test
  void aPriceThatHoldsOnlyFromTomorrowOnIsNotTaken() {
    server.json(
        ListServer.LAMBDA_FILE,
        fixture("aws-lambda-us-east-1.json", "2026-09-01T00:00:00Z", "2026-12-02T00:00:00Z"));
    server.google(
        fixture("google-1.json", "2026-01-01T00:00:00Z", "2026-12-02T00:00:00Z"),
        ListServer.fixture("google-2.json"));
    RefreshReport report = run();

    assertThat(outcome(report, "aws lambda"))
        .isEqualTo(
            new Outcome.Rejected(
                List.of("it has none of the meters that are known, but 3 other entries")));
    assertThat(report.book().prices())
        .filteredOn(price -> price.key().meter() == Meter.VCPU_SECONDS)
        .noneMatch(price -> price.provenance().isLive());
  }

  @Test
  void aPriceThatTheListHasTwiceIsNotChosenFrom() {
    RefreshReport report = refresh(Map.of(Provider.GCP, Set.of("africa-south1")));

    assertThat(report.lists().getFirst().remarks())
        .contains(
            "VCPU_SECONDS of gcp run-functions on x86_64 in africa-south1 has several prices in it,"
                + " of which none was taken");
    PriceKey key =
        new PriceKey(
            Provider.GCP, "run-functions", Sku.X86_64, "africa-south1", Meter.VCPU_SECONDS);
    assertThat(price(report.book(), key)).isEqualTo(price(SHIPPED, key));
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aws lambda | "Lambda-GB-Second" | "Lambda-GB-Hour" | GB_SECONDS in us-east-1: its unit is 'Lambda-GB-Hour'
          aws lambda | "endRange": "6000000000" | "endRange": "5000000000" | GB_SECONDS in us-east-1: its tiers have a gap or overlap
          aws lambda | "USD": "0.0000166667" | "CNY": "0.0000166667" | GB_SECONDS in us-east-1: it has no price in USD
          aws lambda | "0.0000166667" | "-0.0000166667" | GB_SECONDS in us-east-1: '-0.0000166667' is not a decimal of 0 or more
          aws lambda | "0.0000166667" | "" | GB_SECONDS in us-east-1: '' is not a decimal of 0 or more
          aws lambda | "0.0000002000" | "0.0000005000" | REQUESTS of aws lambda on x86_64 in us-east-1 moved by more than a factor of 2: 0.0000002 to 0.0000005 from 1000000 on
          aws lambda | "0.0000002000" | "0.0000000900" | REQUESTS of aws lambda on x86_64 in us-east-1 moved by more than a factor of 2: 0.0000002 to 0.00000009 from 1000000 on
          aws lambda | "0.0000002000" | "0.0000000000" | REQUESTS of aws lambda on x86_64 in us-east-1 moved by more than a factor of 2: 0.0000002 to 0
          azure functions | "unitOfMeasure": "10" | "unitOfMeasure": "1M" | REQUESTS of flex in eastus: its unit is '1M', not '10'
          azure functions | "currencyCode": "USD" | "currencyCode": "EUR" | GB_SECONDS of consumption in eastus: its currency is 'EUR', not 'USD'
          azure functions | "tierMinimumUnits": 0.0 | "tierMinimumUnits": 5.0 | GB_SECONDS of azure consumption on x86_64 in eastus: the tiers start at 5 and not at 0
          azure functions | "tierMinimumUnits": 400000.0 | "tierMinimumUnits": 200000.0 | GB_SECONDS of azure consumption on x86_64 in eastus moved by more than a factor of 2: 0 to 0.000016 from 200000 on
          azure functions | 1.6e-05 | 1e999999 | GB_SECONDS of consumption in eastus: 1E+999999 is not a decimal of 0 or more
          gcp run | "usageUnit": "s" | "usageUnit": "h" | VCPU_SECONDS, 'Services CPU (Request-based billing)': its unit is 'h', not 's'
          gcp run | "currencyCode": "USD" | "currencyCode": "JPY" | VCPU_SECONDS, 'Services CPU (Request-based billing)': it has a tier without a price in USD
          gcp run | "nanos": 24000 | "nanos": 240000 | VCPU_SECONDS of gcp run-functions on x86_64 in us-central1 moved by more than a factor of 2: 0.000024 to 0.00024 from 0 on
          """)
  void aListThatSaysSomethingDoubtfulIsRejectedAndTheBookStays(
      String list, String good, String bad, String reason) {
    switch (list) {
      case "aws lambda" ->
          server.json(ListServer.LAMBDA_FILE, fixture("aws-lambda-us-east-1.json", good, bad));
      case "azure functions" ->
          server.azure(
              "Functions",
              fixture("azure-functions-1.json", good, bad).replace("NEXT", server.next()));
      default ->
          server.google(fixture("google-1.json", good, bad), ListServer.fixture("google-2.json"));
    }
    RefreshReport report = run();

    assertThat(outcome(report, list))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected ->
                assertThat(rejected.reasons()).anySatisfy(it -> assertThat(it).startsWith(reason)));
    assertThat(report.rejected()).isEqualTo(1);
    assertThat(PriceChange.between(SHIPPED, report.book())).isEmpty();
  }

  private static String fixture(String name, String good, String bad) {
    return ListServer.fixture(name).replace(good, bad);
  }

  @Test
  void aSmallMoveIsBelievedWhereTheAllowanceIsGivenAsMoneyToo() {
    server.google(
        fixture("google-1.json", "\"nanos\": 24000", "\"nanos\": 25000"),
        ListServer.fixture("google-2.json"));
    RefreshReport report = run();

    Outcome.Accepted accepted = (Outcome.Accepted) outcome(report, "gcp run");
    assertThat(accepted.changes())
        .extracting(PriceChange::key)
        .extracting(PriceKey::meter)
        .containsOnly(Meter.VCPU_SECONDS);
  }

  @Test
  void aLargeMoveIsBelievedOnceItIsConfirmed() {
    server.json(
        ListServer.LAMBDA_FILE,
        fixture("aws-lambda-us-east-1.json", "0.0000002000", "0.0000005000"));
    RefreshReport report = server.refresh().run(SHIPPED, ListServer.REGIONS, true);

    assertThat(
            price(report.book(), aws(Sku.ARM64, Meter.REQUESTS))
                .usdAt(ListServer.decimal("1000000")))
        .hasValue(ListServer.decimal("0.0000005"));
    assertThat(((Outcome.Accepted) outcome(report, "aws lambda")).changes()).hasSize(4);
  }

  @Test
  void aPriceThatWasReadBeforeAndIsMissingRejectsTheList() {
    PriceBook before = run().book();
    server.json(
        ListServer.LAMBDA_FILE,
        fixture(
            "aws-lambda-us-east-1.json", "AWS-Lambda-Requests-ARM", "AWS-Lambda-Requests-RISC"));
    RefreshReport report = server.refresh().run(before, ListServer.REGIONS, false);

    assertThat(outcome(report, "aws lambda"))
        .isEqualTo(
            new Outcome.Rejected(
                List.of(
                    "REQUESTS of aws lambda on arm64 in us-east-1 is missing, which was read there"
                        + " before",
                    "REQUESTS of aws lambda-provisioned on arm64 in us-east-1 is missing, which was"
                        + " read there before")));
    assertThat(PriceChange.between(before, report.book())).isEmpty();
  }

  @Test
  void aPriceThatOnlyAPersonReadMayBeMissing() {
    server.json(
        ListServer.LAMBDA_FILE,
        fixture(
            "aws-lambda-us-east-1.json", "AWS-Lambda-Requests-ARM", "AWS-Lambda-Requests-RISC"));
    RefreshReport report = run();

    assertThat(report.lists().getFirst())
        .isEqualTo(
            new RefreshReport.ListReport(
                "aws lambda",
                new Outcome.Accepted(12, List.of()),
                List.of(
                    "2 of the book's prices are not in it and stay as they were, such as REQUESTS"
                        + " of aws lambda on arm64 in us-east-1")));
    assertThat(price(report.book(), aws(Sku.ARM64, Meter.REQUESTS)))
        .isEqualTo(price(SHIPPED, aws(Sku.ARM64, Meter.REQUESTS)));
  }

  @Test
  void aListWithNothingThatIsKnownIsRejected() {
    server.json(ListServer.EGRESS_FILE, "{\"products\": {}, \"terms\": {}}");
    RefreshReport report = run();

    assertThat(outcome(report, "aws egress"))
        .isEqualTo(
            new Outcome.Rejected(
                List.of("it has none of the meters that are known, but 0 other entries")));
  }

  @Test
  void aLinkToAnotherServerIsNotFollowed() {
    server.azure(
        "Functions",
        ListServer.fixture("azure-functions-1.json")
            .replace("NEXT", "http://elsewhere.example/api/retail/prices"));
    server.json(
        ListServer.LAMBDA_INDEX,
        fixture("aws-lambda-region-index.json", "\"/offers", "\"//elsewhere.example/offers"));
    RefreshReport report = run();

    String host = server.base().getAuthority();
    assertThat(outcome(report, "azure functions"))
        .isEqualTo(
            new Outcome.Failed(
                host + " links to another server, elsewhere.example, which is not asked"));
    assertThat(outcome(report, "aws lambda")).isInstanceOf(Outcome.Failed.class);
    assertThat(PriceChange.between(SHIPPED, report.book())).isEmpty();
  }

  @Test
  void pagesInACircleEnd() {
    server.json(
        ListServer.AZURE + "/page-2",
        fixture("azure-functions-2.json", "null", "\"" + server.next() + "\""));
    server.google(ListServer.fixture("google-1.json"), ListServer.fixture("google-1.json"));
    RefreshReport report = run();

    assertThat(outcome(report, "azure functions")).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome(report, "gcp run")).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aListThatHasNotChangedIsConfirmedWithoutBeingSentAgain() {
    server.answer(
        ListServer.LAMBDA_FILE,
        okJson(ListServer.fixture("aws-lambda-us-east-1.json")).withHeader("ETag", "\"v1\""));
    server.answer(
        ListServer.EGRESS_FILE,
        okJson(ListServer.fixture("aws-egress-us-east-1.json"))
            .withHeader("Last-Modified", "Tue, 15 Sep 2026 00:00:00 GMT"));
    PriceBook before = run().book();
    server.http.resetRequests();
    server.answer(ListServer.LAMBDA_FILE, aResponse().withStatus(304));
    server.answer(ListServer.EGRESS_FILE, aResponse().withStatus(304));
    RefreshReport report = run(before);

    server.http.verify(
        getRequestedFor(urlPathEqualTo(ListServer.LAMBDA_FILE))
            .withHeader("If-None-Match", equalTo("\"v1\"")));
    server.http.verify(
        getRequestedFor(urlPathEqualTo(ListServer.EGRESS_FILE))
            .withHeader("If-Modified-Since", equalTo("Tue, 15 Sep 2026 00:00:00 GMT")));
    assertThat(outcome(report, "aws lambda")).isEqualTo(new Outcome.Accepted(14, List.of()));
    assertThat(outcome(report, "aws egress")).isEqualTo(new Outcome.Accepted(4, List.of()));
  }

  @Test
  void aListThatCameInPartsOrWithSomethingMissingIsAskedForAnew() {
    server.http.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.get(urlPathEqualTo(ListServer.AZURE))
            .willReturn(
                okJson(ListServer.fixture("azure-functions-1.json").replace("NEXT", server.next()))
                    .withHeader("ETag", "\"page\"")));
    server.answer(
        ListServer.LAMBDA_FILE,
        okJson(fixture("aws-lambda-us-east-1.json", "AWS-Lambda-Requests-ARM", "Other"))
            .withHeader("ETag", "\"v1\""));
    PriceBook before = run().book();
    server.http.resetRequests();
    run(before);

    assertThat(server.http.getAllServeEvents())
        .isNotEmpty()
        .allSatisfy(
            event -> assertThat(event.getRequest().containsHeader("If-None-Match")).isFalse());
  }

  private static String reversed(String fixture) throws IOException {
    return reversed(JSON.readTree(ListServer.fixture(fixture))).toString();
  }

  private static JsonNode reversed(JsonNode node) {
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> array.add(reversed(each)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    names.sort(Comparator.reverseOrder());
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    names.forEach(name -> object.set(name, reversed(node.get(name))));
    return object;
  }

  private static RefreshReport run() {
    return run(SHIPPED);
  }

  private static RefreshReport run(PriceBook before) {
    return server.refresh().run(before, ListServer.REGIONS, false);
  }

  private static RefreshReport refresh(Map<Provider, Set<String>> regions) {
    return server.refresh().run(SHIPPED, regions, false);
  }

  private static Outcome outcome(RefreshReport report, String list) {
    return report.lists().stream()
        .filter(it -> it.list().equals(list))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  private static PriceKey aws(String architecture, Meter meter) {
    return new PriceKey(Provider.AWS, "lambda", architecture, "us-east-1", meter);
  }

  private static PriceKey azure(String plan, Meter meter) {
    return new PriceKey(Provider.AZURE, plan, Sku.X86_64, "eastus", meter);
  }

  private static ListPrice price(PriceBook book, PriceKey key) {
    return book.prices().stream()
        .filter(price -> price.key().equals(key))
        .findFirst()
        .orElseThrow();
  }
}

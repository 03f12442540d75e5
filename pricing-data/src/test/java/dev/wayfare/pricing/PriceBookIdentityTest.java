package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceBookIdentityTest {
  private static final Instant NOW = Instant.parse("2026-12-01T06:00:00Z");
  private static final String URL = "https://prices.example/eu-west-1.json";
  private static final PriceKey REQUESTS =
      new PriceKey(Provider.AWS, "lambda", Sku.X86_64, "us-east-1", Meter.REQUESTS);

  @Test
  void aBookThatWasWrittenIsReadAsTheSameBook() {
    PriceBook shipped = PriceBook.shipped();
    PriceBook read = parse(shipped.toJson());

    assertThat(read.sha256()).isEqualTo(shipped.sha256()).matches("[0-9a-f]{64}");
    assertThat(read.prices()).isEqualTo(shipped.prices());
    assertThat(read.gaps()).isEqualTo(shipped.gaps()).isNotEmpty();
    assertThat(read.asOf()).isEqualTo(shipped.asOf());
    assertThat(read.toJson()).isEqualTo(shipped.toJson());
  }

  @Test
  void theOrderAndGroupingOfAFileDoNotChangeTheBooksHash() {
    String rest =
        """
        "currency": "USD", "format": 1,
        "sources": {"page": {"date": "2026-09-01", "title": "A page"}},
        "plans": [{"provider": "aws", "plan": "lambda", "billedBy": ["REQUESTS"],
          "time": {"stepMillis": 1, "leastMillis": 1, "initBilled": true},
          "memory": {"stepMib": 1}, "sources": ["page"]}],
        """;
    String price =
        """
        {"provider": "aws", "plans": ["lambda"], %s "meter": "REQUESTS", "unit": "request",
         "tiers": [{"usd": "0.5", "from": "0"}], "confidence": "high", "date": "2026-09-01",
         "sources": ["page"]}
        """;
    String grouped =
        "{\"asOf\": \"2026-11-23\","
            + rest
            + "\"rates\": ["
            + price.formatted("\"regions\": [\"b\", \"a\"],")
            + "]}";
    String apart =
        "{"
            + rest
            + "\"rates\": ["
            + price.formatted("\"regions\": [\"a\"], \"architectures\": [\"x86_64\", \"arm64\"],")
            + ","
            + price.formatted("\"regions\": [\"b\"],")
            + "],\"asOf\": \"2026-11-23\"}";

    assertThat(parse(grouped).sha256()).isEqualTo(parse(apart).sha256());
    assertThat(parse(grouped.replace("0.5", "0.6")).sha256()).isNotEqualTo(parse(grouped).sha256());
  }

  @Test
  void aBookWhoseHashDoesNotFitIsRefused() {
    String json = new String(PriceBook.shipped().toJson(), StandardCharsets.UTF_8);

    assertThatExceptionOfType(InvalidPriceBookException.class)
        .isThrownBy(() -> parse(json.replaceFirst("0.0000166667", "0.0000166668")))
        .withMessage(
            "book.json: sha256 does not fit the content: the file was changed or is damaged");
  }

  @Test
  void aReadingTakesThePlaceOfThePriceAndKeepsTheAllowance() {
    PriceBook book = revised(reading(REQUESTS, tier("0", null, "0.0000003")));
    ListPrice price = price(book, REQUESTS);

    assertThat(price.usdAt(new BigDecimal("999999"))).hasValue(BigDecimal.ZERO);
    assertThat(price.usdAt(new BigDecimal("1000000"))).hasValue(new BigDecimal("0.0000003"));
    assertThat(price.provenance().fetchedAt()).isEqualTo(NOW);
    assertThat(price.provenance().effectiveFrom()).hasValue(LocalDate.of(2026, 11, 1));
    assertThat(price.provenance().sources())
        .containsExactly(new Provenance.Source("a list", URL, "2026-12-01", true, "\"v1\""));
    assertThat(book.asOf()).isEqualTo("2026-12-01");
    assertThat(book.prices())
        .filteredOn(each -> !each.key().equals(REQUESTS))
        .isEqualTo(
            PriceBook.shipped().prices().stream()
                .filter(each -> !each.key().equals(REQUESTS))
                .toList());
    assertThat(parse(book.toJson()).prices()).isEqualTo(book.prices());
  }

  @Test
  void aFirstTierAtZeroTakesThePlaceOfTheAllowance() {
    ListPrice price =
        price(
            revised(
                reading(REQUESTS, tier("0", "2000000", "0"), tier("2000000", null, "0.0000003"))),
            REQUESTS);

    assertThat(price.freeQuantity()).isEqualByComparingTo("2000000");
    assertThat(price.freeBefore()).isZero();
  }

  @Test
  void aPriceOfZeroThroughoutIsKept() {
    PriceBook book = revised(reading(REQUESTS, tier("0", null, "0")));

    assertThat(price(book, REQUESTS).usdAt(new BigDecimal("9000000000"))).hasValue(BigDecimal.ZERO);
  }

  @Test
  void aNewRegionTakesTheAllowanceOfTheAccountAndIsNoGapAnyMore() {
    PriceKey egress =
        new PriceKey(Provider.AWS, "lambda", Sku.X86_64, "eu-west-1", Meter.EGRESS_GB);
    assertThat(PriceBook.shipped().gaps()).containsKey(egress);

    PriceBook book = revised(reading(egress, tier("0", null, "0.09")));

    assertThat(book.gaps()).doesNotContainKey(egress);
    assertThat(price(book, egress).freeBefore()).isEqualByComparingTo("100");
    assertThat(book.rateCard(Sku.lambda("eu-west-1", Sku.X86_64, 512)))
        .isInstanceOf(PriceLookup.Priced.class);
  }

  @Test
  void aNewRegionWhoseSiblingsHaveNoAllowanceHasNone() {
    PriceKey egress =
        new PriceKey(Provider.GCP, "run-functions", Sku.X86_64, "africa-south1", Meter.EGRESS_GIB);

    assertThat(price(revised(reading(egress, tier("0", null, "0.19"))), egress).freeQuantity())
        .isZero();
  }

  @Test
  void aConfirmedSourceRenewsTheTimeOfItsPricesAlone() {
    Instant later = NOW.plusSeconds(86_400);
    PriceBook book =
        revised(reading(REQUESTS, tier("0", null, "0.0000003")))
            .revised(List.of(), Set.of(URL), later);

    assertThat(book.prices())
        .filteredOn(price -> price.provenance().fetchedAt().equals(later))
        .extracting(ListPrice::key)
        .containsExactly(REQUESTS);
    assertThat(book.asOf()).isEqualTo("2026-12-02");
  }

  @Test
  void aCardIsAsOldAsTheOldestOfItsPrices() {
    PriceBook book = revised(reading(REQUESTS, tier("0", null, "0.0000003")));
    PriceLookup lookup = book.rateCard(Sku.lambda("us-east-1", Sku.X86_64, 512));

    assertThat(((PriceLookup.Priced) lookup).card().asOf())
        .isEqualTo(PriceBook.shipped().asOf())
        .isNotEqualTo(book.asOf());
  }

  @Test
  void aSourceThatNoPriceHasAnyMoreIsForgotten() {
    PriceBook book = revised(reading(REQUESTS, tier("0", null, "0.0000003")));
    Reading other =
        new Reading(
            REQUESTS, List.of(tier("0", null, "0.0000003")), provenance(URL + "?2", "\"v2\""));

    PriceBook again = book.revised(List.of(other), Set.of(), NOW);

    assertThat(new String(again.toJson(), StandardCharsets.UTF_8)).doesNotContain("\"v1\"");
  }

  private static PriceBook revised(Reading reading) {
    return PriceBook.shipped().revised(List.of(reading), Set.of(), NOW);
  }

  private static Reading reading(PriceKey key, Tier... tiers) {
    return new Reading(key, List.of(tiers), provenance(URL, "\"v1\""));
  }

  private static Provenance provenance(String url, String validator) {
    return new Provenance(
        Confidence.HIGH,
        LocalDate.of(2026, 12, 1),
        NOW,
        LocalDate.of(2026, 11, 1),
        List.of(new Provenance.Source("a list", url, "2026-12-01", true, validator)));
  }

  private static Tier tier(String from, @Nullable String to, String usd) {
    return new Tier(
        new BigDecimal(from), to == null ? null : new BigDecimal(to), new BigDecimal(usd));
  }

  private static ListPrice price(PriceBook book, PriceKey key) {
    return book.prices().stream()
        .filter(price -> price.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static PriceBook parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static PriceBook parse(byte[] json) {
    return PriceBook.parse(new ByteArrayInputStream(json), "book.json");
  }
}

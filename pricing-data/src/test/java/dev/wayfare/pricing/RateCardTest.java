package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateCardTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
  private static final Call CALL = new Call(Duration.ofMillis(5), Duration.ofMillis(100), 2_000);

  @Test
  void aQuoteNamesEachMeterOnTheBillInOrder() {
    assertThat(Cards.listPrice(Cards.RUN_TIER_1, CALL).lines())
        .extracting(Quote.Line::meter)
        .containsExactly(Meter.REQUESTS, Meter.VCPU_SECONDS, Meter.GIB_SECONDS, Meter.EGRESS_GIB);
  }

  @Test
  void theLinesSumToTheTotal() {
    Quote quote = Cards.listPrice(Cards.LAMBDA, CALL);

    assertThat(quote.lines().stream().map(Quote.Line::usd).reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(quote.totalUsd())
        .isPositive();
  }

  @Test
  void aCostIsWrittenWithoutTrailingZeros() {
    Quote quote = Cards.listPrice(Cards.LAMBDA, Cards.call(1));

    assertThat(quote.totalUsd().toPlainString()).isEqualTo("0.0000002020833375");
    assertThat(quote.lines().getFirst().usd().toPlainString()).isEqualTo("0.0000002");
  }

  @Test
  void linesThatDoNotSumAreRefused() {
    Quote.Line line =
        new Quote.Line(Meter.REQUESTS, BigDecimal.ONE, BigDecimal.ONE, Confidence.HIGH, DAY);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Quote(BigDecimal.TWO, List.of(line), BigDecimal.ZERO, DAY, Confidence.HIGH))
        .withMessage("the lines sum to 1, not to the total 2");
  }

  @Test
  void aCreditBelowZeroOrAboveTheLinesIsRefused() {
    Quote quote = Cards.listPrice(Cards.LAMBDA, CALL);
    BigDecimal total = quote.totalUsd();

    for (BigDecimal credit : List.of(BigDecimal.ONE.negate(), BigDecimal.ONE)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new Quote(total.subtract(credit), quote.lines(), credit, DAY, Confidence.HIGH))
          .withMessage("a credit is 0 or more and pays no more than there is, not " + credit);
    }
  }

  @Test
  void aLineBelowZeroIsRefused() {
    for (int sign : new int[] {0, 1}) {
      BigDecimal quantity = BigDecimal.valueOf(sign - 1);
      BigDecimal usd = BigDecimal.valueOf(-sign);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Quote.Line(Meter.REQUESTS, quantity, usd, Confidence.HIGH, DAY))
          .withMessage("a line's quantity and cost are 0 or more, not " + quantity + " and " + usd);
    }
  }

  @Test
  void quotesThatAreTheSameNumbersAreEqualHoweverTheyAreWritten() {
    assertThat(quoteOf("1.50", "0.20")).isEqualTo(quoteOf("1.5", "0.2"));
    assertThat(quoteOf("1.50", "0.20").lines().getFirst().quantity()).hasToString("1.5");
    assertThat(quoteOf("1.50", "0.20").creditUsd()).hasToString("0.2");
  }

  private static Quote quoteOf(String usd, String creditUsd) {
    BigDecimal cost = new BigDecimal(usd);
    Quote.Line line = new Quote.Line(Meter.REQUESTS, cost, cost, Confidence.HIGH, DAY);
    return Quote.of(List.of(line), DAY, Confidence.HIGH).afterCredit(new BigDecimal(creditUsd));
  }

  @Test
  void eachLineSaysHowWellItsPriceIsSourced() {
    Quote quote = Cards.listPrice(Sku.runFunctions("asia-south1", BigDecimal.ONE, 512), CALL);

    assertThat(Cards.line(quote, Meter.VCPU_SECONDS).confidence()).isEqualTo(Confidence.LOW);
    assertThat(Cards.line(quote, Meter.EGRESS_GIB).confidence()).isEqualTo(Confidence.MEDIUM);
    assertThat(Cards.line(quote, Meter.REQUESTS).confidence()).isEqualTo(Confidence.HIGH);
    assertThat(Cards.line(quote, Meter.REQUESTS).sourced()).isEqualTo("2026-09-24");
  }

  @Test
  void theUsageOfACallIsWhatItsQuoteBills() {
    RateCard card = Cards.card(Cards.RUN_TIER_2);
    Usage usage = card.usageOf(CALL);

    for (Quote.Line line : card.quote(CALL, Usage.NONE).orElseThrow().lines()) {
      assertThat(usage.of(line.meter())).isEqualByComparingTo(line.quantity());
    }
  }

  @Test
  void aQuoteCarriesTheBooksDateAndItsLowestConfidence() {
    Quote quote = Cards.listPrice(Cards.LAMBDA, CALL);
    Quote disputed = Cards.listPrice(Sku.runFunctions("asia-south1", BigDecimal.ONE, 512), CALL);

    assertThat(quote.asOf()).isEqualTo(PriceBook.shipped().asOf()).isEqualTo("2026-11-23");
    assertThat(quote.confidence()).isEqualTo(Confidence.HIGH);
    assertThat(disputed.confidence()).isEqualTo(Confidence.LOW);
  }

  @Test
  void pastTheLastSourcedTierThereIsNoQuote() {
    RateCard card = Cards.card(Sku.lambda("me-south-1", Sku.ARM64, 128));
    Usage allSourced = Usage.of(Meter.EGRESS_GB, new BigDecimal("10340"));

    assertThat(card.quote(Cards.sending(1), allSourced)).isEmpty();
    assertThat(card.quote(Cards.sending(1), Usage.of(Meter.EGRESS_GB, new BigDecimal("10339"))))
        .isPresent();
    assertThat(card.quote(Cards.sending(0), allSourced)).isPresent();
  }

  @Test
  void theLastSourcedTierIsQuotedToItsVeryEnd() {
    RateCard card = Cards.card(Sku.lambda("me-south-1", Sku.ARM64, 128));
    Usage almostAll = Usage.of(Meter.EGRESS_GB, new BigDecimal("10339.999"));

    assertThat(card.quote(Cards.sending(1_000_000), almostAll).orElseThrow().totalUsd())
        .isEqualByComparingTo("0.000117");
    assertThat(card.quote(Cards.sending(1_000_001), almostAll)).isEmpty();
  }

  @Test
  void theUsersPriceIsUsedAsItIsSet() {
    RateCard card =
        RateCard.edge(
            Sku.edge("rack-1", 512),
            Map.of(
                Meter.REQUESTS, new BigDecimal("0.0000001"),
                Meter.GB_SECONDS, new BigDecimal("0.00001"),
                Meter.EGRESS_GB, new BigDecimal("0.01")),
            DAY);
    Quote quote = card.quote(CALL, Usage.NONE).orElseThrow();

    // 0.0000001 + 0.5 GB x 0.105 s x 0.00001 + 0.000002 GB x 0.01
    assertThat(quote.totalUsd()).isEqualByComparingTo("0.000000645");
    assertThat(quote.asOf()).isEqualTo(DAY);
    assertThat(quote.confidence()).isEqualTo(Confidence.HIGH);
  }

  @Test
  void anExplicitZeroIsAPriceAndIsKept() {
    RateCard card =
        RateCard.edge(Sku.edge("rack-1", 512), Map.of(Meter.REQUESTS, new BigDecimal("0.00")), DAY);
    Quote quote = card.quote(CALL, Usage.NONE).orElseThrow();

    assertThat(quote.totalUsd()).isZero();
    assertThat(quote.lines())
        .containsExactly(
            new Quote.Line(Meter.REQUESTS, BigDecimal.ONE, quote.totalUsd(), Confidence.HIGH, DAY));
    assertThat(card.freeAllowance()).isEqualTo(Usage.NONE);
    assertThat(card.usageOf(CALL)).isEqualTo(Usage.of(Meter.REQUESTS, BigDecimal.ONE));
  }

  @Test
  void anEdgeTargetIsBilledByItsProcessorsWhereTheUserSaysSo() {
    Sku sku = new Sku(Provider.EDGE, "rack-1", "edge", Sku.ARM64, 512, new BigDecimal("0.5"));
    RateCard card = RateCard.edge(sku, Map.of(Meter.VCPU_SECONDS, new BigDecimal("0.01")), DAY);

    assertThat(card.quote(CALL, Usage.NONE).orElseThrow().totalUsd())
        .isEqualByComparingTo("0.000525");
  }

  @Test
  void anEdgePriceThatSaysNothingOrLessThanNothingIsRefused() {
    Sku edge = Sku.edge("rack-1", 512);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateCard.edge(edge, Map.of(), DAY))
        .withMessage("an edge target needs a price for at least one meter; 0 is a price");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateCard.edge(edge, Map.of(Meter.REQUESTS, new BigDecimal("-1")), DAY))
        .withMessage("a price is 0 or more, not -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateCard.edge(edge, Map.of(Meter.VCPU_SECONDS, BigDecimal.ONE), DAY))
        .withMessage("a price per vCPU-second needs more than 0 vcpus");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateCard.edge(Cards.LAMBDA, Map.of(Meter.REQUESTS, BigDecimal.ONE), DAY))
        .withMessageContaining("only an edge target's price is set, not that of aws lambda");
  }
}

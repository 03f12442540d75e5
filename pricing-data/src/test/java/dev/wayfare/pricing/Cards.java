package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;

/** What the tests quote: shipped cards and calls. */
final class Cards {
  static final Sku LAMBDA = Sku.lambda("us-east-1", Sku.X86_64, 128);
  static final Sku FLEX = Sku.flex("eastus", 2048);
  static final Sku CONSUMPTION = Sku.consumption("eastus", 200);
  static final Sku RUN_TIER_1 = Sku.runFunctions("us-central1", BigDecimal.ONE, 512);
  static final Sku RUN_TIER_2 = Sku.runFunctions("europe-west2", BigDecimal.ONE, 512);

  private Cards() {}

  static RateCard card(Sku sku) {
    return switch (PriceBook.shipped().rateCard(sku)) {
      case PriceLookup.Priced priced -> priced.card();
      case PriceLookup.Unpriced unpriced -> throw new AssertionError(unpriced.reason());
    };
  }

  static String whyUnpriced(Sku sku) {
    return switch (PriceBook.shipped().rateCard(sku)) {
      case PriceLookup.Priced priced ->
          throw new AssertionError(priced.card().sku() + " is priced");
      case PriceLookup.Unpriced unpriced -> unpriced.reason();
    };
  }

  static Call call(long millis) {
    return new Call(Duration.ofMillis(millis), Duration.ZERO, 0);
  }

  static Call sending(long responseBytes) {
    return new Call(Duration.ZERO, Duration.ZERO, responseBytes);
  }

  /** The quote where the free tier is used up. */
  static Quote listPrice(Sku sku, Call call) {
    RateCard card = card(sku);
    return card.quote(call, card.freeAllowance()).orElseThrow();
  }

  static Quote.Line line(Quote quote, Meter meter) {
    assertThat(quote.lines()).extracting(Quote.Line::meter).containsOnlyOnce(meter);
    return quote.lines().stream().filter(line -> line.meter() == meter).findFirst().orElseThrow();
  }
}

package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wayfare.pricing.AccountTerms.CustomPrice;
import dev.wayfare.pricing.AccountTerms.Discount;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountTermsTest {
  private static final Usage FREE_USED = Cards.card(Cards.LAMBDA).freeAllowance();

  @Test
  void anAccountsOwnPriceWinsOverTheBooksAndOverADiscount() {
    RateCard card =
        card(
            Cards.LAMBDA,
            prices(new CustomPrice(Meter.REQUESTS, new BigDecimal("0.0000001"), null, null, null)),
            new Discount(Set.of(Meter.REQUESTS), new BigDecimal("0.5")));
    Quote quote = card.quote(Cards.call(1), Usage.NONE).orElseThrow();

    assertThat(Cards.line(quote, Meter.REQUESTS).usd()).isEqualByComparingTo("0.0000001");
    assertThat(Cards.line(quote, Meter.REQUESTS).confidence()).isEqualTo(Confidence.HIGH);
    assertThat(Cards.line(quote, Meter.REQUESTS).sourced()).isEqualTo(card.asOf());
    assertThat(Cards.line(quote, Meter.GB_SECONDS).usd()).isZero();
  }

  @Test
  void aPriceOfZeroIsKept() {
    RateCard card =
        card(
            Cards.LAMBDA,
            prices(new CustomPrice(Meter.GB_SECONDS, new BigDecimal("0.000"), null, null, null)));

    assertThat(card.quote(Cards.call(5), FREE_USED).orElseThrow().totalUsd())
        .isEqualByComparingTo("0.0000002");
  }

  @Test
  void anAccountsOwnPriceFillsAGapOfTheBook() {
    Sku sku = Sku.lambda("eu-west-1", Sku.ARM64, 512);
    PriceLookup lookup =
        PriceBook.shipped()
            .rateCard(
                sku,
                terms(
                    prices(
                        new CustomPrice(
                            Meter.EGRESS_GB, new BigDecimal("0.05"), null, "eu-west-1", null))));

    assertThat(Cards.whyUnpriced(sku)).contains("EGRESS_GB");
    assertThat(lookup).isInstanceOf(PriceLookup.Priced.class);
  }

  @Test
  void theFirstPriceThatFitsPlanRegionAndArchitectureIsUsed() {
    List<CustomPrice> prices =
        prices(
            new CustomPrice(Meter.REQUESTS, price(1), "lambda-provisioned", null, null),
            new CustomPrice(Meter.REQUESTS, price(2), null, "us-east-2", null),
            new CustomPrice(Meter.REQUESTS, price(3), null, null, Sku.ARM64),
            new CustomPrice(Meter.EGRESS_GB, price(4), null, null, null),
            new CustomPrice(Meter.REQUESTS, price(5), "lambda", "us-east-1", Sku.X86_64),
            new CustomPrice(Meter.REQUESTS, price(6), null, null, null));

    assertThat(requestUsd(Cards.LAMBDA, prices)).isEqualByComparingTo("5");
    assertThat(requestUsd(Sku.lambda("us-east-1", Sku.ARM64, 512), prices))
        .isEqualByComparingTo("3");
    assertThat(requestUsd(Cards.LAMBDA.withPlan("lambda-provisioned"), prices))
        .isEqualByComparingTo("1");
  }

  @Test
  void aDiscountIsTakenOffItsMetersAndLeavesTheAllowance() {
    Discount discount = new Discount(Set.of(Meter.GB_SECONDS), new BigDecimal("0.17"));
    RateCard card = card(Cards.LAMBDA, List.of(), discount);
    Quote quote = card.quote(Cards.call(1000), FREE_USED).orElseThrow();

    // 0.125 GB-s x 0.0000166667 x 0.83
    assertThat(Cards.line(quote, Meter.GB_SECONDS).usd()).isEqualByComparingTo("0.000001729170125");
    assertThat(Cards.line(quote, Meter.REQUESTS).usd()).isEqualByComparingTo("0.0000002");
    assertThat(card.freeAllowance()).isEqualTo(FREE_USED);
  }

  @Test
  void anAllowanceInMoneyLastsAsLongUnderADiscount() {
    Discount discount = new Discount(Set.of(Meter.VCPU_SECONDS), new BigDecimal("0.25"));
    RateCard card = card(Cards.RUN_TIER_2, List.of(), discount);

    assertThat(card.freeAllowance()).isEqualTo(Cards.card(Cards.RUN_TIER_2).freeAllowance());
  }

  @Test
  void creditPaysWhatItCanAndTheRestIsPaid() {
    Quote quote = Cards.listPrice(Cards.LAMBDA, Cards.call(1)); // 0.0000002020833375

    Quote partly = quote.afterCredit(new BigDecimal("0.0000002"));
    assertThat(partly.totalUsd()).isEqualByComparingTo("0.0000000020833375");
    assertThat(partly.creditUsd()).isEqualByComparingTo("0.0000002");
    assertThat(partly.lines()).isEqualTo(quote.lines());

    Quote wholly = partly.afterCredit(BigDecimal.ONE);
    assertThat(wholly.totalUsd()).isZero();
    assertThat(wholly.creditUsd()).isEqualByComparingTo("0.0000002020833375");
    assertThat(wholly.afterCredit(BigDecimal.ZERO)).isEqualTo(quote);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quote.afterCredit(new BigDecimal("-1")))
        .withMessage("what is left of a credit is 0 or more, not -1");
  }

  @Test
  void termsThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new AccountTerms(new BigDecimal("-0.01"), List.of(), List.of(), Usage.NONE))
        .withMessage("a credit is 0 or more, not -0.01");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CustomPrice(Meter.REQUESTS, price(-1), null, null, null))
        .withMessage("a price is 0 or more, not -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Discount(Set.of(), new BigDecimal("0.1")))
        .withMessage("a discount needs at least one meter");
    for (String share : new String[] {"0", "-0.1", "1.01"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Discount(Set.of(Meter.REQUESTS), new BigDecimal(share)))
          .withMessage("a discount's share is above 0 and at most 1, not " + share);
    }
    Discount all = new Discount(Set.of(Meter.REQUESTS), BigDecimal.ONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> card(Cards.LAMBDA, List.of(), all, all))
        .withMessage("REQUESTS has more than one discount");
  }

  private static BigDecimal requestUsd(Sku sku, List<CustomPrice> prices) {
    Quote quote = card(sku, prices).quote(Cards.call(1), FREE_USED).orElseThrow();
    return Cards.line(quote, Meter.REQUESTS).usd();
  }

  private static BigDecimal price(int usd) {
    return BigDecimal.valueOf(usd);
  }

  private static List<CustomPrice> prices(CustomPrice... prices) {
    return List.of(prices);
  }

  private static AccountTerms terms(List<CustomPrice> prices, Discount... discounts) {
    return new AccountTerms(BigDecimal.ZERO, List.of(discounts), prices, Usage.NONE);
  }

  private static RateCard card(Sku sku, List<CustomPrice> prices, Discount... discounts) {
    PriceLookup lookup = PriceBook.shipped().rateCard(sku, terms(prices, discounts));
    assertThat(lookup).isInstanceOf(PriceLookup.Priced.class);
    return ((PriceLookup.Priced) lookup).card();
  }
}

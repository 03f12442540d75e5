package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {
  @ParameterizedTest(name = "{0} GB-seconds used: the price is {1}, for {2} more")
  @CsvSource({
    "0, 0, 400000",
    "399999.5, 0, 0.5",
    "400000, 0.0000166667, 6000000000",
    "6000399999, 0.0000166667, 1",
    "6000400000, 0.000015, 9000000000",
    "15000400000, 0.0000133334,",
    "99000400000, 0.0000133334,"
  })
  void aPriceHoldsUntilTheAllowanceOrTheTierEnds(
      BigDecimal used, BigDecimal usd, @Nullable BigDecimal reach) {
    assertSlope(rate(Cards.LAMBDA, Meter.GB_SECONDS), used, usd, reach);
  }

  @ParameterizedTest(name = "{0} GB sent: the price is {1}, for {2} more")
  @CsvSource({"0, 0, 100", "100, 0.087, 10235", "10335, 0.083, 40960", "153695, 0.05,"})
  void aFreeFirstTierIsATier(BigDecimal used, BigDecimal usd, @Nullable BigDecimal reach) {
    assertSlope(rate(Cards.FLEX, Meter.EGRESS_GB), used, usd, reach);
  }

  @ParameterizedTest(name = "{0} vCPU-seconds used: the price is {1}, for {2} more")
  @CsvSource({
    "0, 0, 128571.428571",
    "128571, 0, 0.428571",
    // Less than a millionth is left: nothing is promised.
    "128571.4285711, 0, 0.000000",
    "128571.4285715, 0.0000336,"
  })
  void anAllowanceInMoneyHoldsForNoMoreThanItBuys(
      BigDecimal used, BigDecimal usd, @Nullable BigDecimal reach) {
    assertSlope(rate(Cards.RUN_TIER_2, Meter.VCPU_SECONDS), used, usd, reach);
  }

  @ParameterizedTest(name = "{0} used: the price is {1}, for {2} more")
  @CsvSource({"0, 0, 3", "3, 0, 10", "12, 0, 1", "13, 0, 0.4", "13.4, 0.5, 9.6", "23, 2, 5"})
  void anAllowanceInMoneyMayOutlastATier(BigDecimal used, BigDecimal usd, BigDecimal reach) {
    // 3 are free; of the 10 at 0.1 and the 10 at 0.5 after them, 1.20 is given.
    Rate rate =
        new Rate(
            Meter.REQUESTS,
            List.of(tier(0, 10, "0.1"), tier(10, 20, "0.5"), tier(20, 25, "2")),
            new Rate.Allowance(new BigDecimal("3"), new BigDecimal("1.2"), null),
            RateCard.setByTheUser(LocalDate.of(2026, 11, 25)));

    assertSlope(rate, used, usd, reach);
  }

  private static Tier tier(int from, int upTo, String usd) {
    return new Tier(BigDecimal.valueOf(from), BigDecimal.valueOf(upTo), new BigDecimal(usd));
  }

  @Test
  void atTheEndOfTheLastSourcedTierThereIsNoPrice() {
    Rate rate = rate(Sku.lambda("me-south-1", Sku.ARM64, 128), Meter.EGRESS_GB);

    assertSlope(rate, new BigDecimal("10339"), new BigDecimal("0.117"), BigDecimal.ONE);
    assertThat(rate.slopeAt(new BigDecimal("10340"))).isEmpty();
    assertThat(rate.slopeAt(new BigDecimal("10341"))).isEmpty();
  }

  @Test
  void anAllowanceSaysWhoSharesItWhereThatIsSourced() {
    assertThat(Cards.card(Cards.LAMBDA).allowanceScope(Meter.GB_SECONDS))
        .contains(AllowanceScope.ACCOUNT);
    assertThat(Cards.card(Cards.FLEX).allowanceScope(Meter.REQUESTS))
        .contains(AllowanceScope.SUBSCRIPTION);
    assertThat(Cards.card(Cards.RUN_TIER_1).allowanceScope(Meter.VCPU_SECONDS))
        .contains(AllowanceScope.BILLING_ACCOUNT);
    assertThat(Cards.card(Cards.FLEX).allowanceScope(Meter.EGRESS_GB)).isEmpty();
    assertThat(Cards.card(Cards.RUN_TIER_2).allowanceScope(Meter.EGRESS_GIB)).isEmpty();
    assertThat(Cards.card(Cards.LAMBDA).allowanceScope(Meter.STANDBY_GB_SECONDS)).isEmpty();
  }

  private static void assertSlope(
      Rate rate, BigDecimal used, BigDecimal usd, @Nullable BigDecimal reach) {
    Rate.Slope slope = rate.slopeAt(used).orElseThrow();
    assertThat(slope.priceUsd()).isEqualByComparingTo(usd);
    if (reach == null) {
      assertThat(slope.reach()).isNull();
    } else {
      assertThat(slope.reach()).isEqualByComparingTo(reach);
    }
  }

  private static Rate rate(Sku sku, Meter meter) {
    return Cards.card(sku).rates().stream()
        .filter(rate -> rate.meter() == meter)
        .findFirst()
        .orElseThrow();
  }
}

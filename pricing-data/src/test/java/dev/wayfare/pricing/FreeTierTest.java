package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeTierTest {
  @ParameterizedTest(name = "{0} GB-seconds used: the next 0.001 cost {1}")
  @CsvSource({
    "0, 0",
    "399999.999, 0",
    // 0.0006 of the 0.001 are free
    "399999.9994, 0.00000000666668",
    "400000, 0.0000000166667",
    // the first tier's last unit, then half a unit on each side of its end
    "6000399999.999, 0.0000000166667",
    "6000399999.9995, 0.00000001583335",
    "6000400000, 0.000000015",
    "15000400000, 0.0000000133334"
  })
  void lambdaTimeIsFreeAndThenTiered(BigDecimal used, BigDecimal usd) {
    assertThat(next(Sku.lambda("us-east-1", Sku.X86_64, 1024), Meter.GB_SECONDS, used))
        .isEqualByComparingTo(usd);
  }

  @ParameterizedTest(name = "{0} requests used: the next costs {1}")
  @CsvSource({"0, 0", "999999, 0", "1000000, 0.0000002"})
  void theMillionthLambdaRequestIsFree(BigDecimal used, BigDecimal usd) {
    assertThat(next(Cards.LAMBDA, Meter.REQUESTS, used)).isEqualByComparingTo(usd);
  }

  @ParameterizedTest(name = "{0} executions used: the next costs {1}")
  @CsvSource({"249999, 0", "250000, 0.0000004", "500000, 0.0000004"})
  void anAllowanceThatIsTheFirstTierIsNotGivenTwice(BigDecimal used, BigDecimal usd) {
    assertThat(next(Cards.FLEX, Meter.REQUESTS, used)).isEqualByComparingTo(usd);
  }

  @ParameterizedTest(name = "{0} GB sent: the next million bytes cost {1}")
  @CsvSource({
    "99.999, 0",
    "99.9999, 0.0000783",
    "100, 0.000087",
    "10334.9995, 0.000085",
    "10335, 0.000083",
    "51295, 0.00007",
    "153695, 0.00005",
    "600000, 0.00005"
  })
  void azureEgressIsFreeAndThenTiered(BigDecimal used, BigDecimal usd) {
    RateCard card = Cards.card(Cards.FLEX);
    Quote quote =
        card.quote(Cards.sending(1_000_000), Usage.of(Meter.EGRESS_GB, used)).orElseThrow();

    assertThat(Cards.line(quote, Meter.EGRESS_GB).usd()).isEqualByComparingTo(usd);
  }

  @ParameterizedTest(name = "{0} vCPU-seconds used: the next 0.1 cost {1}")
  @CsvSource({"179999.9, 0", "179999.95, 0.0000012", "180000, 0.0000024"})
  void cloudRunProcessorTimeIsFreeInATier1Region(BigDecimal used, BigDecimal usd) {
    assertThat(next(Cards.RUN_TIER_1, Meter.VCPU_SECONDS, used)).isEqualByComparingTo(usd);
  }

  @ParameterizedTest(name = "{0} vCPU-seconds used: the next 0.1 cost {1}")
  @CsvSource({
    "128571.3, 0",
    // 128,571.5 x 0.0000336 = 4.3200024, of which 180,000 x 0.000024 = 4.32 are given
    "128571.4, 0.0000024",
    "128571.5, 0.00000336"
  })
  void aTier2RegionGivesTheSameMoney(BigDecimal used, BigDecimal usd) {
    assertThat(next(Cards.RUN_TIER_2, Meter.VCPU_SECONDS, used)).isEqualByComparingTo(usd);
  }

  @Test
  void theAllowanceOfEachPlanIsWhatItsProviderPublishes() {
    assertThat(Cards.card(Cards.LAMBDA).freeAllowance())
        .isEqualTo(usage("1000000", Meter.GB_SECONDS, "400000", Meter.EGRESS_GB, "100"));
    assertThat(Cards.card(Cards.FLEX).freeAllowance())
        .isEqualTo(usage("250000", Meter.GB_SECONDS, "100000", Meter.EGRESS_GB, "100"));
    assertThat(Cards.card(Cards.CONSUMPTION).freeAllowance())
        .isEqualTo(usage("1000000", Meter.GB_SECONDS, "400000", Meter.EGRESS_GB, "100"));
    assertThat(Cards.card(Cards.RUN_TIER_1).freeAllowance())
        .isEqualTo(
            usage("2000000", Meter.GIB_SECONDS, "360000", Meter.EGRESS_GIB, "1")
                .plus(Meter.VCPU_SECONDS, new BigDecimal("180000")));
  }

  @Test
  void anAllowanceInMoneyIsUsedUpAtAQuantityRoundedUp() {
    // 4.32 / 0.0000336 = 128,571.428571...; 0.9 / 0.0000035 = 257,142.857142...
    assertThat(Cards.card(Cards.RUN_TIER_2).freeAllowance())
        .isEqualTo(
            Usage.of(Meter.REQUESTS, new BigDecimal("2000000"))
                .plus(Meter.VCPU_SECONDS, new BigDecimal("128571.428572"))
                .plus(Meter.GIB_SECONDS, new BigDecimal("257142.857143")));
  }

  private static Usage usage(String requests, Meter a, String ofA, Meter b, String ofB) {
    return Usage.of(Meter.REQUESTS, new BigDecimal(requests))
        .plus(a, new BigDecimal(ofA))
        .plus(b, new BigDecimal(ofB));
  }

  private static BigDecimal next(Sku sku, Meter meter, BigDecimal used) {
    Quote quote = Cards.card(sku).quote(Cards.call(1), Usage.of(meter, used)).orElseThrow();
    return Cards.line(quote, meter).usd();
  }
}

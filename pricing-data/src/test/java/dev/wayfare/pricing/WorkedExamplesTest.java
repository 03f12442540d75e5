package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Costs worked out by hand from the providers' published rules. */
class WorkedExamplesTest {
  @Test
  void oneMillisecondOfTheSmallestLambda() {
    // 0.0000002 for the request, 0.125 GB x 0.001 s x 0.0000166667
    assertCost(Cards.listPrice(Cards.LAMBDA, Cards.call(1)), "0.0000002020833375");
  }

  @Test
  void aColdArmLambdaThatAnswersTwoThousandBytes() {
    Call call = new Call(Duration.ofMillis(5), Duration.ofNanos(245_300_000), 2_000);

    // 5 + 245.3 ms are 251 ms: 0.5 GB x 0.251 s x 0.0000133334 = 0.0000016733417
    // 0.0000002 for the request, 0.000002 GB x 0.09 = 0.00000018
    assertCost(Cards.listPrice(Sku.lambda("us-east-1", Sku.ARM64, 512), call), "0.0000020533417");
  }

  @Test
  void aShortCallOnFlexCostsAWholeSecond() {
    // 2 GB x 1 s x 0.000026 = 0.000052, 0.0000004 for the execution
    assertCost(Cards.listPrice(Cards.FLEX, Cards.call(5)), "0.0000524");
  }

  @Test
  void flexInBrazilIsDearerAndSoIsItsEgress() {
    Call call = new Call(Duration.ofMillis(1_250), Duration.ZERO, 1_000_000);

    // 0.5 GB x 1.3 s x 0.000037 = 0.00002405, 0.0000004, 0.001 GB x 0.181 = 0.000181
    assertCost(Cards.listPrice(Sku.flex("brazilsouth", 512), call), "0.00020545");
  }

  @Test
  void aShortCallOnConsumptionCostsATenthOfASecond() {
    // 200 MiB are 0.25 GB: 0.25 GB x 0.1 s x 0.000016 = 0.0000004, 0.0000002 for the execution
    assertCost(Cards.listPrice(Cards.CONSUMPTION, Cards.call(5)), "0.0000006");
  }

  @Test
  void cloudRunInATier1Region() {
    Call call = new Call(Duration.ofMillis(101), Duration.ZERO, 1_048_576);

    // 0.2 s x 0.000024 = 0.0000048; 0.5 GiB x 0.2 s x 0.0000025 = 0.00000025; 0.0000004;
    // 1/1024 GiB x 0.105 = 0.0001025390625
    assertCost(Cards.listPrice(Cards.RUN_TIER_1, call), "0.0001079890625");
  }

  @Test
  void cloudRunInATier2RegionWithTwoProcessors() {
    Sku sku = Sku.runFunctions("europe-west2", new BigDecimal("2"), 1024);

    // 2 x 0.1 s x 0.0000336 = 0.00000672; 1 GiB x 0.1 s x 0.0000035 = 0.00000035; 0.0000004
    assertCost(Cards.listPrice(sku, Cards.call(100)), "0.00000747");
  }

  @Test
  void threeMillionLambdaCallsOf120MillisecondsAnd1536Mib() {
    RateCard card = Cards.card(Sku.lambda("us-east-1", Sku.X86_64, 1536));
    Usage before =
        Usage.of(Meter.REQUESTS, new BigDecimal("2999999"))
            .plus(Meter.GB_SECONDS, new BigDecimal("539999.82"));

    // 3,000,000 x 1.5 GB x 0.12 s = 540,000 GB-s: the last call's 0.18 GB-s cost 0.000003000006
    Quote last = card.quote(Cards.call(120), before).orElseThrow();

    assertCost(last, "0.000003200006");
    assertThat(before.plus(card.usageOf(Cards.call(120))))
        .isEqualTo(
            Usage.of(Meter.REQUESTS, new BigDecimal("3000000"))
                .plus(Meter.GB_SECONDS, new BigDecimal("540000")));
  }

  @Test
  void withinTheFreeTierACallCostsNothing() {
    for (Sku sku :
        new Sku[] {
          Cards.LAMBDA, Cards.FLEX, Cards.CONSUMPTION, Cards.RUN_TIER_1, Cards.RUN_TIER_2
        }) {
      assertCost(Cards.card(sku).quote(Cards.call(5), Usage.NONE).orElseThrow(), "0");
    }
  }

  @Test
  void europeHasNoFreeEgressOnCloudRun() {
    Quote quote =
        Cards.card(Cards.RUN_TIER_2).quote(Cards.sending(1 << 30), Usage.NONE).orElseThrow();

    assertThat(Cards.line(quote, Meter.EGRESS_GIB).usd()).isEqualByComparingTo("0.105");
  }

  private static void assertCost(Quote quote, String usd) {
    assertThat(quote.totalUsd()).isEqualByComparingTo(usd);
  }
}

package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {
  @ParameterizedTest(name = "{0} ms are billed as {1} GB-seconds of 128 MiB")
  @CsvSource({
    "0, 0.000125",
    "1, 0.000125",
    "99, 0.012375",
    "100, 0.0125",
    "101, 0.012625",
    "999, 0.124875",
    "1000, 0.125",
    "1001, 0.125125"
  })
  void lambdaBillsEveryMillisecondAndAtLeastOne(long millis, BigDecimal gbSeconds) {
    assertThat(gbSeconds(Cards.LAMBDA, Cards.call(millis))).isEqualByComparingTo(gbSeconds);
  }

  @ParameterizedTest(name = "{0} ms are billed as {1} GB-seconds of 2,048 MiB")
  @CsvSource({
    "0, 2",
    "1, 2",
    "99, 2",
    "100, 2",
    "101, 2",
    "999, 2",
    "1000, 2",
    "1001, 2.2",
    "1100, 2.2",
    "1101, 2.4"
  })
  void flexBillsASecondAndThenEveryTenthOfOne(long millis, BigDecimal gbSeconds) {
    assertThat(gbSeconds(Cards.FLEX, Cards.call(millis))).isEqualByComparingTo(gbSeconds);
  }

  @ParameterizedTest(name = "{0} ms are billed as {1} GB-seconds of 200 MiB")
  @CsvSource({
    "0, 0.025",
    "1, 0.025",
    "99, 0.025",
    "100, 0.025",
    "101, 0.02525",
    "999, 0.24975",
    "1000, 0.25",
    "1001, 0.25025"
  })
  void consumptionBillsATenthOfASecondAndThenEveryMillisecond(long millis, BigDecimal gbSeconds) {
    assertThat(gbSeconds(Cards.CONSUMPTION, Cards.call(millis))).isEqualByComparingTo(gbSeconds);
  }

  @ParameterizedTest(name = "{0} ms are billed as {1} vCPU-seconds")
  @CsvSource({
    "0, 0.1",
    "1, 0.1",
    "99, 0.1",
    "100, 0.1",
    "101, 0.2",
    "999, 1",
    "1000, 1",
    "1001, 1.1"
  })
  void cloudRunBillsEveryTenthOfASecond(long millis, BigDecimal seconds) {
    Quote quote = Cards.listPrice(Cards.RUN_TIER_1, Cards.call(millis));

    assertThat(Cards.line(quote, Meter.VCPU_SECONDS).quantity()).isEqualByComparingTo(seconds);
    assertThat(Cards.line(quote, Meter.GIB_SECONDS).quantity())
        .isEqualByComparingTo(seconds.multiply(new BigDecimal("0.5")));
  }

  @ParameterizedTest(name = "{0} MiB are billed as {1} GB-seconds in 100 ms")
  @CsvSource({"1, 0.0125", "127, 0.0125", "128, 0.0125", "129, 0.025", "1409, 0.15", "1536, 0.15"})
  void consumptionBillsMemoryInStepsOf128Mib(int mib, BigDecimal gbSeconds) {
    assertThat(gbSeconds(Sku.consumption("eastus", mib), Cards.call(100)))
        .isEqualByComparingTo(gbSeconds);
  }

  @Test
  void aFractionOfAMillisecondIsAMillisecond() {
    Call call = new Call(Duration.ofNanos(1_000_001), Duration.ZERO, 0);

    assertThat(gbSeconds(Cards.LAMBDA, call)).isEqualByComparingTo("0.00025");
  }

  @Test
  void lambdaRoundsInitAndHandlerTimeTogether() {
    Call call = new Call(Duration.ofNanos(5_400_000), Duration.ofNanos(100_400_000), 0);

    assertThat(gbSeconds(Cards.LAMBDA, call)).isEqualByComparingTo("0.01325");
  }

  @Test
  void cloudRunBillsTheStartAndAzureDoesNot() {
    Call cold = new Call(Duration.ofMillis(50), Duration.ofMillis(2_000), 0);

    assertThat(Cards.line(Cards.listPrice(Cards.RUN_TIER_1, cold), Meter.VCPU_SECONDS).quantity())
        .isEqualByComparingTo("2.1");
    assertThat(gbSeconds(Cards.FLEX, cold)).isEqualByComparingTo("2");
    assertThat(gbSeconds(Cards.CONSUMPTION, cold)).isEqualByComparingTo("0.025");
  }

  @Test
  void aGbOfEgressIsABillionBytesAndAGibIsTwoToTheThirtieth() {
    Quote lambda = Cards.listPrice(Cards.LAMBDA, Cards.sending(1));
    Quote run = Cards.listPrice(Cards.RUN_TIER_1, Cards.sending(1));

    assertThat(Cards.line(lambda, Meter.EGRESS_GB).quantity()).isEqualByComparingTo("0.000000001");
    assertThat(Cards.line(run, Meter.EGRESS_GIB).quantity())
        .isEqualByComparingTo("0.000000000931322574615478515625");
  }

  private static BigDecimal gbSeconds(Sku sku, Call call) {
    return Cards.line(Cards.listPrice(sku, call), Meter.GB_SECONDS).quantity();
  }
}

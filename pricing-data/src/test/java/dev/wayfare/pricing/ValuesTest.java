package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void aProviderIsFoundByItsIdInLowerCase() {
    for (Provider provider : Provider.values()) {
      assertThat(Provider.of(provider.id())).contains(provider);
    }
    assertThat(Provider.AWS.id()).isEqualTo("aws");
    assertThat(Provider.of("AWS")).isEmpty();
    assertThat(Provider.of("oracle")).isEmpty();
  }

  @Test
  void anInvalidSkuIsRefusedWithTheRule() {
    refuses(() -> Sku.flex("East US", 512), "region must be", "East US");
    refuses(() -> Sku.lambda("us-east-1", "sparc", 512), "x86_64 or arm64", "sparc");
    refuses(() -> Sku.edge("rack-1", 0), "memoryMib must be 1 to", "0");
    refuses(() -> Sku.edge("rack-1", 1_048_577), "memoryMib must be 1 to", "1048577");
    refuses(() -> Sku.runFunctions("us-east1", BigDecimal.ZERO, 512), "vcpus must be more", "0");
    refuses(() -> Sku.runFunctions("us-east1", new BigDecimal("1024.5"), 512), "vcpus", "1024.5");
    refuses(
        () -> new Sku(Provider.AZURE, "eastus", "lambda", Sku.ARM64, 512, BigDecimal.ZERO),
        "azure has the plans",
        "lambda");
  }

  @Test
  void skusOfTheSameSizeAreEqualHoweverItIsWritten() {
    assertThat(Sku.runFunctions("us-east1", new BigDecimal("0.50"), 512))
        .isEqualTo(Sku.runFunctions("us-east1", new BigDecimal("0.5"), 512))
        .hasToString("gcp run-functions in us-east1 (x86_64, 512 MiB, 0.5 vCPU)");
  }

  @Test
  void instancesKeptReadyShareCloudRunsAllowanceAndNoOther() {
    assertThat(Cards.RUN_TIER_1.withPlan("run-functions-ready").allowancePlan())
        .isEqualTo(Cards.RUN_TIER_1.allowancePlan())
        .isEqualTo("run-functions");
    assertThat(Cards.FLEX.withPlan("flex-always-ready").allowancePlan())
        .isEqualTo("flex-always-ready");
  }

  @Test
  void storageIsSoldOnAwsOnly() {
    assertThat(Cards.LAMBDA.storageMib()).isEqualTo(512);
    assertThat(Cards.LAMBDA.withStorageMib(10_240))
        .hasToString("aws lambda in us-east-1 (x86_64, 128 MiB, 0 vCPU, 10240 MiB storage)");
    String rule = "storageMib must be 512 to 10240 on aws, and 0 elsewhere";
    refuses(() -> Cards.LAMBDA.withStorageMib(511), rule, "511");
    refuses(() -> Cards.LAMBDA.withStorageMib(10_241), rule, "10241");
    refuses(() -> Cards.FLEX.withStorageMib(512), rule, "512");
  }

  @Test
  void aCallOutOfBoundsIsRefused() {
    Duration day = Duration.ofDays(1);
    assertThat(new Call(day, day, Long.MAX_VALUE).handlerTime()).isEqualTo(day);

    refuses(() -> new Call(Duration.ofNanos(-1), day, 0), "handlerTime", "-");
    refuses(() -> new Call(day, day.plusNanos(1), 0), "initTime must be 0 to 24 hours", "PT24H");
    refuses(() -> new Call(day, day, -1), "responseBytes must be 0 or more", "-1");
  }

  @Test
  void theLongestCallIsStillExact() {
    Duration day = Duration.ofDays(1);
    Quote quote = Cards.listPrice(Cards.LAMBDA, new Call(day, day, Long.MAX_VALUE >> 20));

    assertThat(Cards.line(quote, Meter.GB_SECONDS).quantity()).isEqualByComparingTo("21600");
  }

  @Test
  void usageAddsUpMeterByMeter() {
    Usage a = Usage.of(Meter.REQUESTS, BigDecimal.ONE).plus(Meter.EGRESS_GB, BigDecimal.TEN);
    Usage b = Usage.of(Meter.REQUESTS, new BigDecimal("2.50"));

    assertThat(a.plus(b).of(Meter.REQUESTS)).isEqualByComparingTo("3.5");
    assertThat(a.plus(b).of(Meter.EGRESS_GB)).isEqualByComparingTo("10");
    assertThat(a.plus(b).of(Meter.GB_SECONDS)).isZero();
    assertThat(a.of(Meter.REQUESTS)).isEqualByComparingTo("1");
    assertThat(a.plus(Usage.NONE)).isEqualTo(a);
  }

  @Test
  void theGreaterUsageIsTakenMeterByMeter() {
    Usage a = Usage.of(Meter.REQUESTS, BigDecimal.ONE).plus(Meter.EGRESS_GB, BigDecimal.TEN);
    Usage b = Usage.of(Meter.REQUESTS, BigDecimal.TWO).plus(Meter.GB_SECONDS, BigDecimal.ONE);

    assertThat(a.greater(b)).isEqualTo(b.plus(Meter.EGRESS_GB, BigDecimal.TEN));
    assertThat(b.greater(a)).isEqualTo(a.greater(b));
    assertThat(a.greater(Usage.NONE)).isEqualTo(a);
  }

  @Test
  void equalUsageIsEqualHoweverItIsWritten() {
    Usage a = Usage.of(Meter.REQUESTS, new BigDecimal("100"));
    Usage b =
        Usage.of(Meter.REQUESTS, new BigDecimal("1E+2")).plus(Meter.EGRESS_GB, BigDecimal.ZERO);

    assertThat(a).isEqualTo(b).hasSameHashCodeAs(b).isNotEqualTo(Usage.NONE);
    assertThat(Usage.of(Meter.REQUESTS, new BigDecimal("0.00"))).isEqualTo(Usage.NONE);
  }

  @Test
  void usageBelowZeroIsRefused() {
    refuses(() -> Usage.of(Meter.REQUESTS, new BigDecimal("-1")), "usage of REQUESTS", "not -1");
  }

  private static void refuses(ThrowingCallable call, String rule, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .withMessageContaining(rule)
        .withMessageContaining(value);
  }
}

package dev.wayfare.pricing;

import java.math.BigDecimal;

/**
 * How a meter's quantity comes about: so much of its unit for each step of a driver.
 *
 * @param driver what it grows with
 * @param each quantity for one step, exact
 */
record Metered(Driver driver, BigDecimal each) {
  private static final BigDecimal SECONDS_PER_MILLI = BigDecimal.valueOf(1, 3);
  private static final BigDecimal MIB_PER_GIB = BigDecimal.valueOf(1024);
  private static final BigDecimal GB_PER_BYTE = BigDecimal.valueOf(1, 9);
  private static final BigDecimal GIB_PER_BYTE = BigDecimal.ONE.divide(new BigDecimal(1 << 30));

  /** What {@code meter} counts for {@code sku} under {@code plan}. */
  static Metered of(Meter meter, Sku sku, Plan plan) {
    BigDecimal memory = gbSecondsPerMilli(plan.memory().billedMib(sku.memoryMib()));
    BigDecimal vcpus = SECONDS_PER_MILLI.multiply(sku.vcpus());
    return switch (meter) {
      case REQUESTS -> new Metered(Driver.CALLS, BigDecimal.ONE);
      case GB_SECONDS, GIB_SECONDS -> new Metered(Driver.BILLED_MILLIS, memory);
      case VCPU_SECONDS -> new Metered(Driver.BILLED_MILLIS, vcpus);
      case STORAGE_GB_SECONDS ->
          new Metered(Driver.BILLED_MILLIS, gbSecondsPerMilli(plan.billedStorageMib(sku)));
      case STANDBY_GB_SECONDS, STANDBY_GIB_SECONDS -> new Metered(Driver.STANDBY_MILLIS, memory);
      case STANDBY_VCPU_SECONDS -> new Metered(Driver.STANDBY_MILLIS, vcpus);
      case EGRESS_GB -> new Metered(Driver.RESPONSE_BYTES, GB_PER_BYTE);
      case EGRESS_GIB -> new Metered(Driver.RESPONSE_BYTES, GIB_PER_BYTE);
    };
  }

  private static BigDecimal gbSecondsPerMilli(int mib) {
    return SECONDS_PER_MILLI.multiply(BigDecimal.valueOf(mib)).divide(MIB_PER_GIB);
  }
}

package dev.wayfare.pricing;

import java.math.BigDecimal;

/** How far each driver went, in its steps; 0 or more. */
record Consumption(
    BigDecimal calls, BigDecimal billedMillis, BigDecimal bytes, BigDecimal standbyMillis) {

  /** One call. */
  static Consumption of(Call call, Plan plan) {
    return new Consumption(
        BigDecimal.ONE,
        BigDecimal.valueOf(plan.billedMillis(call)),
        BigDecimal.valueOf(call.responseBytes()),
        BigDecimal.ZERO);
  }

  /** Calls that were rounded one by one. */
  static Consumption of(Tally tally) {
    return new Consumption(
        BigDecimal.valueOf(tally.calls()),
        BigDecimal.valueOf(tally.billedMillis()),
        BigDecimal.valueOf(tally.responseBytes()),
        BigDecimal.ZERO);
  }

  /** As many calls as the mix weighs. */
  static Consumption of(CallMix mix, Plan plan) {
    long[] weights = mix.shares().stream().mapToLong(CallMix.Share::weight).toArray();
    return of(mix, weights, BigDecimal.ZERO, plan);
  }

  /** A month. */
  static Consumption of(MonthProfile month, Plan plan) {
    BigDecimal standby =
        BigDecimal.valueOf(plan.standbyMillis(month.readyTime()))
            .multiply(BigDecimal.valueOf(month.readyInstances()));
    return of(month.calls(), month.calls().apportion(month.requests()), standby, plan);
  }

  private static Consumption of(CallMix mix, long[] counts, BigDecimal standby, Plan plan) {
    BigDecimal calls = BigDecimal.ZERO;
    BigDecimal millis = BigDecimal.ZERO;
    BigDecimal bytes = BigDecimal.ZERO;
    for (int i = 0; i < counts.length; i++) {
      BigDecimal count = BigDecimal.valueOf(counts[i]);
      Call call = mix.shares().get(i).call();
      calls = calls.add(count);
      millis = millis.add(count.multiply(BigDecimal.valueOf(plan.billedMillis(call))));
      bytes = bytes.add(count.multiply(BigDecimal.valueOf(call.responseBytes())));
    }
    return new Consumption(calls, millis, bytes, standby);
  }

  BigDecimal of(Driver driver) {
    return switch (driver) {
      case CALLS -> calls;
      case BILLED_MILLIS -> billedMillis;
      case RESPONSE_BYTES -> bytes;
      case STANDBY_MILLIS -> standbyMillis;
    };
  }
}

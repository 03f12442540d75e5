package dev.wayfare.pricing;

/** What a provider charges by. A quantity of a meter is a decimal number of its {@link #unit()}. */
public enum Meter {
  /** Invocations. Azure calls them executions. */
  REQUESTS("request"),
  /** Memory multiplied by time, where 1,024 MiB count as one GB: AWS and Azure bill it so. */
  GB_SECONDS("GB-second"),
  /** Processors multiplied by time. */
  VCPU_SECONDS("vCPU-second"),
  /** Memory multiplied by time, where 1,024 MiB are one GiB: Google bills it so. */
  GIB_SECONDS("GiB-second"),
  /**
   * Bytes sent to the internet in units of 10⁹. AWS and Azure write "GB" and neither's definition
   * is sourced; should they mean 2³⁰ bytes, then a quote is at most 7.4% too high here, never too
   * low.
   */
  EGRESS_GB("GB"),
  /** Bytes sent to the internet in units of 2³⁰. */
  EGRESS_GIB("GiB");

  private final String unit;

  Meter(String unit) {
    this.unit = unit;
  }

  /** The unit that quantities and prices of this meter are in. */
  public String unit() {
    return unit;
  }
}

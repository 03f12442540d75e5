package dev.wayfare.pricing;

/**
 * What a provider charges by. A quantity of a meter is a decimal number of its {@link #unit()}.
 *
 * <p>The start of an environment (INIT) has no meter of its own: a plan either adds its time to the
 * call's or does not bill it.
 */
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
   * Ephemeral storage above what the plan includes, multiplied by billed time: Lambda bills it
   * above 512 MiB, 1,024 MiB as one GB.
   */
  STORAGE_GB_SECONDS("GB-second"),
  /**
   * Memory of instances that are kept ready, multiplied by the time for which they are: Azure's
   * always-ready baseline and Lambda's provisioned concurrency.
   */
  STANDBY_GB_SECONDS("GB-second"),
  /** Processors of instances that Google keeps ready while they serve nothing. */
  STANDBY_VCPU_SECONDS("vCPU-second"),
  /** Memory of instances that Google keeps ready while they serve nothing. */
  STANDBY_GIB_SECONDS("GiB-second"),
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

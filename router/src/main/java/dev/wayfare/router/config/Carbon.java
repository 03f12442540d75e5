package dev.wayfare.router.config;

import dev.wayfare.pricing.Sku;
import dev.wayfare.router.region.RegionPattern;
import java.util.List;

/**
 * What the greenhouse gases of calls weigh when targets are ranked. It is an estimate of the
 * electricity that a call's processors and memory use while its handler runs, by the <a
 * href="https://www.cloudcarbonfootprint.org/docs/methodology#compute">methodology of Cloud Carbon
 * Footprint</a>, times what the region's electricity emits. Starts of environments, networks,
 * cooling and the making of the machines are not in it. No money of this is ever paid, so it is in
 * no fare, budget or ledger.
 *
 * @param usdPerTonne what a tonne of CO2e weighs, 0 or more
 * @param kwhPerVcpuHour of a processor that is half busy
 * @param kwhPerGbHour of memory
 * @param grids what electricity emits, by region: the first that fits counts
 */
public record Carbon(
    double usdPerTonne, double kwhPerVcpuHour, double kwhPerGbHour, List<Grid> grids) {
  /** Carbon weighs nothing. */
  public static final Carbon NONE = new Carbon(0, 0, 0, List.of());

  /**
   * {@value}: half way from an idle to a busy processor, which is 2.12 W on AWS, 2.27 W on Azure
   * and 2.49 W on Google by that methodology; here their average.
   */
  public static final double KWH_PER_VCPU_HOUR = 0.0023;

  /** {@value}: by the same methodology. */
  public static final double KWH_PER_GB_HOUR = 0.000392;

  /** {@value}: memory of which Lambda gives a processor, by the same methodology. */
  private static final double MIB_PER_VCPU = 1792;

  private static final double MIB_PER_GB = 1024;
  private static final double NANOS_PER_HOUR = 3.6e12;
  private static final double NANOGRAMS_PER_GRAM = 1e9;

  /** From US dollars for 10¹⁵ nanograms to 10⁻¹² US dollars for each. */
  private static final double PICO_USD_PER_NANOGRAM = 1e-3;

  /**
   * What electricity emits in some regions.
   *
   * @param gramsPerKwh CO2e, 0 or more
   */
  public record Grid(RegionPattern regions, double gramsPerKwh) {}

  public Carbon {
    if (usdPerTonne < 0 || kwhPerVcpuHour < 0 || kwhPerGbHour < 0) {
      throw new IllegalArgumentException("carbon weighs 0 or more");
    }
    grids = List.copyOf(grids);
  }

  /**
   * What a call emits.
   *
   * @param sku where it runs; where processors are not sold by number, they follow memory as Lambda
   *     shares them out
   * @param handlerNanos how long, 0 or more
   * @return 10⁻⁹ grams of CO2e, 0 or more
   */
  public long nanograms(Sku sku, long handlerNanos) {
    double vcpus =
        sku.vcpus().signum() > 0 ? sku.vcpus().doubleValue() : sku.memoryMib() / MIB_PER_VCPU;
    double kw = vcpus * kwhPerVcpuHour + sku.memoryMib() / MIB_PER_GB * kwhPerGbHour;
    double kwh = kw * ((double) handlerNanos / NANOS_PER_HOUR);
    return Math.round(kwh * gramsPerKwh(sku.region()) * NANOGRAMS_PER_GRAM);
  }

  /** Whether any call's weigh anything. */
  public boolean counts() {
    return usdPerTonne > 0;
  }

  /** What so much weighs, in 10⁻¹² US dollars. */
  public long picoUsd(long nanograms) {
    return Math.round((double) nanograms * usdPerTonne * PICO_USD_PER_NANOGRAM);
  }

  /** A region that is missing is as dirty as the dirtiest of the file: it is not to win by that. */
  private double gramsPerKwh(String region) {
    double most = 0;
    for (Grid grid : grids) {
      if (grid.regions().covers(region)) {
        return grid.gramsPerKwh();
      }
      most = Math.max(most, grid.gramsPerKwh());
    }
    return most;
  }
}

package dev.wayfare.router.simulate;

import java.util.random.RandomGenerator;

/**
 * A log-normal distribution, as durations and sizes of requests often are.
 *
 * @param median above 0
 * @param p99 what one in a hundred exceeds, at least the median
 */
public record Spread(double median, double p99) {
  /** The normal distribution's 99th percentile. */
  private static final double Z_99 = 2.3263478740408408;

  public Spread {
    if (!(median > 0) || !(p99 >= median)) {
      throw new IllegalArgumentException(
          "a median is above 0 and at most the 99th percentile, not %s and %s"
              .formatted(median, p99));
    }
  }

  double draw(RandomGenerator random) {
    return median * Math.exp(random.nextGaussian() * Math.log(p99 / median) / Z_99);
  }
}

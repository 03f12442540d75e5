package dev.wayfare.router.simulate;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * The requests of one entry of the traffic, one after the other: a Poisson process whose rate
 * follows the day, and bursts of which each is for one function. The rate is kept by thinning: what
 * comes at the highest rate is dropped by chance where the rate is lower.
 */
final class Arrivals {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double PEAK_HOUR = 15;
  private static final double HOURS = 24;

  private final Traffic traffic;
  private final int firstFunction;
  private final Instant start;
  private final long endNanos;
  private final RandomGenerator random;
  private final double[] popularity;
  private final double[] slowness;
  private long nowNanos;
  private long burstFromNanos;
  private int burstFunction;

  /**
   * @param firstFunction the first of the entry's functions, which stand together
   */
  Arrivals(
      Traffic traffic, int firstFunction, Instant start, long endNanos, RandomGenerator random) {
    this.traffic = traffic;
    this.firstFunction = firstFunction;
    this.start = start;
    this.endNanos = endNanos;
    this.random = random;
    this.popularity = cumulated(traffic.copies(), traffic.popularity());
    Spread variety = new Spread(1, traffic.variety());
    this.slowness =
        DoubleStream.generate(() -> variety.draw(random)).limit(traffic.copies()).toArray();
    nextBurst(0);
  }

  /** Zipf's law: how often one of the first functions is called, for each number of them. */
  private static double[] cumulated(int copies, double exponent) {
    double[] sums = new double[copies];
    double sum = 0;
    for (int i = 0; i < copies; i++) {
      sum += Math.pow(i + 1, -exponent);
      sums[i] = sum;
    }
    return sums;
  }

  /** The next request, or empty where the end is reached. */
  Optional<Arrival> next() {
    Traffic.Bursts bursts = traffic.bursts();
    double highest = traffic.perSecond() * (1 + traffic.dailySwing() + bursts.factor());
    while (true) {
      nowNanos += (long) Math.ceil(-Math.log1p(-random.nextDouble()) / highest * NANOS_PER_SECOND);
      if (nowNanos >= endNanos) {
        return Optional.empty();
      }
      while (nowNanos >= burstFromNanos + bursts.lasting().toNanos()) {
        nextBurst(burstFromNanos + bursts.lasting().toNanos());
      }
      double usual = traffic.perSecond() * dayFactor();
      double burst = nowNanos >= burstFromNanos ? traffic.perSecond() * bursts.factor() : 0;
      double drawn = random.nextDouble() * highest;
      if (drawn < usual) {
        return Optional.of(arrival(popular()));
      }
      if (drawn < usual + burst) {
        return Optional.of(arrival(burstFunction));
      }
    }
  }

  private Arrival arrival(int copy) {
    return new Arrival(
        nowNanos,
        firstFunction + copy,
        traffic.workNanos().draw(random) * slowness[copy],
        Math.round(traffic.responseBytes().draw(random)),
        random.nextDouble() < traffic.repeatable());
  }

  private double dayFactor() {
    LocalTime time = start.plusNanos(nowNanos).atZone(ZoneOffset.UTC).toLocalTime();
    double hour = (double) time.toSecondOfDay() / 3600;
    return 1 + traffic.dailySwing() * Math.cos((hour - PEAK_HOUR) / HOURS * 2 * Math.PI);
  }

  private void nextBurst(long fromNanos) {
    Traffic.Bursts bursts = traffic.bursts();
    double gap = -Math.log1p(-random.nextDouble()) * (double) bursts.every().toNanos();
    burstFromNanos = bursts.factor() == 0 ? endNanos : fromNanos + (long) gap;
    burstFunction = popular();
  }

  private int popular() {
    double drawn = random.nextDouble() * popularity[popularity.length - 1];
    int low = 0;
    int high = popularity.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (popularity[middle] > drawn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}

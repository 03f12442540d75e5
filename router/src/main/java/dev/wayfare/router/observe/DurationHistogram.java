package dev.wayfare.router.observe;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in buckets. Safe to use from many threads.
 *
 * <p>A timer of Micrometer's takes four times as long to count one: it reads the clock three times,
 * to keep a maximum over a window of time.
 */
final class DurationHistogram {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Bounds bounds;
  private final Labels labels;
  private final AtomicLongArray counts;
  private final LongAdder sumNanos = new LongAdder();

  /** What the buckets hold: durations of at most so many nanoseconds, in ascending order. */
  static final class Bounds {
    private final long[] nanos;

    private Bounds(long[] nanos) {
      this.nanos = nanos;
    }

    static Bounds ofMicros(long... micros) {
      return new Bounds(Arrays.stream(micros).map(TimeUnit.MICROSECONDS::toNanos).toArray());
    }

    private double[] seconds() {
      double[] seconds = new double[nanos.length + 1];
      for (int i = 0; i < nanos.length; i++) {
        seconds[i] = (double) nanos[i] / NANOS_PER_SECOND;
      }
      seconds[nanos.length] = Double.POSITIVE_INFINITY;
      return seconds;
    }
  }

  DurationHistogram(Bounds bounds, Labels labels) {
    this.bounds = bounds;
    this.labels = labels;
    this.counts = new AtomicLongArray(bounds.nanos.length + 1);
  }

  void record(long nanos) {
    long[] upTo = bounds.nanos;
    int bucket = 0;
    while (bucket < upTo.length && nanos > upTo[bucket]) {
      bucket++;
    }
    counts.getAndIncrement(bucket);
    sumNanos.add(nanos);
  }

  HistogramDataPointSnapshot snapshot() {
    long[] counted = new long[counts.length()];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = counts.get(i);
    }
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds.seconds(), counted))
        .sum((double) sumNanos.sum() / NANOS_PER_SECOND)
        .build();
  }
}

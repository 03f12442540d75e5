package dev.wayfare.bench;

import java.util.Arrays;

/** How measured times are distributed. */
public final class Quantiles {
  private Quantiles() {}

  /** Median, 99th percentile and maximum, in milliseconds. Sorts the samples. */
  public static String millis(long[] nanos) {
    Arrays.sort(nanos);
    return String.format(
        "p50 %.2f p99 %.2f max %.2f ms",
        nanos[nanos.length / 2] / 1e6,
        nanos[(int) (nanos.length * 0.99)] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }
}

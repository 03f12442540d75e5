package dev.wayfare.shim.host;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How long invocations waited for a guest thread, and how many were not let in. */
final class Waits {
  private final LongAdder count = new LongAdder();
  private final LongAdder totalNanos = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Long::max, 0);
  private final LongAdder rejections = new LongAdder();

  void waited(long nanos) {
    count.increment();
    totalNanos.add(nanos);
    longestNanos.accumulate(nanos);
  }

  void rejected() {
    rejections.increment();
  }

  long count() {
    return count.sum();
  }

  long totalNanos() {
    return totalNanos.sum();
  }

  long longestNanos() {
    return longestNanos.get();
  }

  long rejections() {
    return rejections.sum();
  }
}

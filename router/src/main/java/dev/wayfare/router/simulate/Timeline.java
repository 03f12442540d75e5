package dev.wayfare.router.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** Virtual time, and what is to be done when. It goes on while something is done, not by itself. */
final class Timeline implements InstantSource, LongSupplier {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
  private final long endNanos;
  private Instant zero;
  private long nowNanos;
  private long order;

  /** What is planned for the same moment is done in the order in which it was planned. */
  private record Event(long nanos, long order, Runnable action) {}

  Timeline(Instant start, Duration duration) {
    this.zero = start;
    this.endNanos = duration.toNanos();
  }

  /** Since the start. */
  @Override
  public long getAsLong() {
    return nowNanos;
  }

  @Override
  public Instant instant() {
    return zero.plusNanos(nowNanos);
  }

  @Override
  public long millis() {
    return zero.toEpochMilli() + nowNanos / 1_000_000;
  }

  long endNanos() {
    return endNanos;
  }

  /** The time of day is another one from now on; durations stay. */
  void jump(Duration by) {
    zero = zero.plus(by);
  }

  void at(long nanos, Runnable action) {
    events.add(new Event(nanos, order++, action));
  }

  void after(long nanos, Runnable action) {
    at(nowNanos + nanos, action);
  }

  /** Each {@code nanos} until the end. */
  void every(long nanos, Runnable action) {
    after(
        nanos,
        () -> {
          action.run();
          if (nowNanos < endNanos) {
            every(nanos, action);
          }
        });
  }

  /** Does all that is planned, and what is planned meanwhile. */
  void run() {
    for (Event next = events.poll(); next != null; next = events.poll()) {
      nowNanos = Math.max(nowNanos, next.nanos());
      next.action().run();
    }
  }
}

package dev.wayfare.router.dispatch;

import dev.wayfare.router.config.RetryAllowance;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How often requests of one function may be sent to targets that fail themselves: without a bound,
 * targets that fail under load get more load for it. Safe to use from many threads.
 *
 * <p>Counted are the requests and the further tries of the last {@value #WINDOW_SECONDS} seconds,
 * as the <a href="https://finagle.github.io/blog/2016/02/08/retry-budgets/">retry budgets</a> of
 * Finagle and Linkerd do. A try of which the target got nothing counts as none, as in <a
 * href="https://github.com/grpc/proposal/blob/master/A6-client-retries.md#transparent-retries">gRPC's
 * transparent retries</a>: nobody works twice for it. Nor is a request counted that goes on to a
 * target which did not fail lately: that one gets what it would get were the first one out, and a
 * whole function's requests may hang before anybody knows. Threads that take at the same moment may
 * take one too many each.
 */
public final class RetryBudget {
  private static final int WINDOW_SECONDS = 10;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final RetryAllowance allowance;
  private final LongSupplier nanoTicker;
  private final long zeroNanos;
  private final LongAdder refusals = new LongAdder();

  /** By second, in turn: the upper half of a slot is the second that the lower one counts. */
  private final AtomicLongArray requests = new AtomicLongArray(WINDOW_SECONDS);

  private final AtomicLongArray retries = new AtomicLongArray(WINDOW_SECONDS);

  /** A budget of which nothing is used. */
  public RetryBudget(RetryAllowance allowance, LongSupplier nanoTicker) {
    this.allowance = allowance;
    this.nanoTicker = nanoTicker;
    this.zeroNanos = nanoTicker.getAsLong();
  }

  /** How often there was nothing left for a further try. */
  public long refusals() {
    return refusals.sum();
  }

  /** A request came. */
  void began() {
    count(requests, second());
  }

  /** Takes a further try; false where there is none left. */
  boolean take() {
    long second = second();
    double allowed =
        allowance.share() * (double) sum(requests, second)
            + (double) allowance.perSecond() * WINDOW_SECONDS;
    if ((double) sum(retries, second) + 1 > allowed) {
      refusals.increment();
      return false;
    }
    count(retries, second);
    return true;
  }

  /** From 1 on, so that an empty slot is of no second. */
  private long second() {
    long sinceNanos = Math.max(0, nanoTicker.getAsLong() - zeroNanos);
    return sinceNanos / NANOS_PER_SECOND + 1;
  }

  private static void count(AtomicLongArray slots, long second) {
    int slot = (int) (second % WINDOW_SECONDS);
    long before;
    long after;
    do {
      before = slots.get(slot);
      after = before >>> Integer.SIZE == second ? before + 1 : (second << Integer.SIZE) + 1;
    } while (!slots.compareAndSet(slot, before, after));
  }

  private static long sum(AtomicLongArray slots, long second) {
    long sum = 0;
    for (int i = 0; i < WINDOW_SECONDS; i++) {
      long slot = slots.get(i);
      if (second - (slot >>> Integer.SIZE) < WINDOW_SECONDS) {
        sum += slot & 0xFFFF_FFFFL;
      }
    }
    return sum;
  }
}

package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Tally;
import dev.wayfare.router.ledger.BookingLine.BookingSlot;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The calls that were booked and have not been priced yet.
 *
 * <p>This is what a request pays for: three additions of whole numbers, in one of several stripes,
 * so that threads hardly ever meet. A stripe's lock is held for these additions and, to take what
 * is in it, for the exchange of a reference; so no call is lost or taken twice.
 */
final class Bookings {
  private static final int STRIPES = 32; // a power of two, above the number of event loops

  private final Stripe[] stripes = new Stripe[STRIPES];

  /** Lowered before the stripes are looked at and raised after one was written to. */
  private volatile boolean isAny;

  private static final class Sum {
    private long calls;
    private long billedMillis;
    private long responseBytes;
  }

  private static final class Stripe {
    private Map<BookingSlot, Sum> sums = new HashMap<>();

    synchronized void add(BookingSlot slot, long billedMillis, long responseBytes) {
      Sum sum = sums.get(slot);
      if (sum == null) {
        sum = new Sum();
        sums.put(slot, sum);
      }
      sum.calls++;
      sum.billedMillis += billedMillis;
      sum.responseBytes += responseBytes;
    }

    synchronized Map<BookingSlot, Sum> take() {
      if (sums.isEmpty()) {
        return Map.of();
      }
      Map<BookingSlot, Sum> taken = sums;
      sums = new HashMap<>();
      return taken;
    }
  }

  Bookings() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** Books one call. */
  void add(BookingSlot slot, long billedMillis, long responseBytes) {
    int stripe = (int) Thread.currentThread().threadId() & (STRIPES - 1);
    stripes[stripe].add(slot, billedMillis, responseBytes);
    if (!isAny) {
      isAny = true;
    }
  }

  /** Whether {@link #take} would find nothing. */
  boolean isEmpty() {
    return !isAny;
  }

  /** Takes every call out. */
  void take(BiConsumer<BookingSlot, Tally> each) {
    isAny = false;
    for (Stripe stripe : stripes) {
      stripe
          .take()
          .forEach(
              (slot, sum) ->
                  each.accept(slot, new Tally(sum.calls, sum.billedMillis, sum.responseBytes)));
    }
  }
}

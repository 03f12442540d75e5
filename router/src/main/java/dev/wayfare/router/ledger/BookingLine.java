package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.RateCard;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Where the calls to one target are booked while its prices stay as they are. */
final class BookingLine {
  private final String target;
  private final Account account;
  private final @Nullable RateCard card;
  private volatile BookingSlot slot;
  private volatile @Nullable ByConsumer byConsumer;

  /**
   * One line on one day. Its identity is its key: two of the same day make two tallies, which are
   * added in the end.
   */
  static final class BookingSlot {
    private final BookingLine line;
    private final BillingDay day;
    private final @Nullable ConsumerPeriod consumer;

    BookingSlot(BookingLine line, BillingDay day, @Nullable ConsumerPeriod consumer) {
      this.line = line;
      this.day = day;
      this.consumer = consumer;
    }

    BookingLine line() {
      return line;
    }

    BillingDay day() {
      return day;
    }

    /** Whom the calls are for, and the day of that; null for nobody. */
    @Nullable ConsumerPeriod consumer() {
      return consumer;
    }
  }

  /** The slots of one day, of the account's zone and in UTC. */
  private record ByConsumer(
      BillingDay today, BillingDay day, ConcurrentMap<String, BookingSlot> slots) {}

  /**
   * A line of the target {@code target}.
   *
   * @param card what its calls cost, or null where that is not known
   */
  BookingLine(String target, Account account, @Nullable RateCard card, BillingDay today) {
    this.target = target;
    this.account = account;
    this.card = card;
    this.slot = new BookingSlot(this, today, null);
  }

  String target() {
    return target;
  }

  Account account() {
    return account;
  }

  Optional<RateCard> card() {
    return Optional.ofNullable(card);
  }

  /** What {@code call} is billed for. */
  long billedMillis(Call call) {
    return card == null ? 0 : card.billedMillis(call);
  }

  BookingSlot slot(BillingDay today) {
    BookingSlot last = slot;
    if (!last.day.equals(today)) {
      last = new BookingSlot(this, today, null);
      slot = last;
    }
    return last;
  }

  /**
   * The same for calls for {@code consumer}.
   *
   * @param day of the consumer's
   */
  BookingSlot slot(BillingDay today, String consumer, BillingDay day) {
    ByConsumer last = byConsumer;
    if (last == null || !last.today.equals(today) || !last.day.equals(day)) {
      last = new ByConsumer(today, day, new ConcurrentHashMap<>());
      byConsumer = last;
    }
    return last.slots.computeIfAbsent(
        consumer, it -> new BookingSlot(this, today, new ConsumerPeriod(consumer, day.day())));
  }
}

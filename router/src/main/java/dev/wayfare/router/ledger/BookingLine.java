package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.RateCard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the calls to one target are booked while its prices stay as they are. */
final class BookingLine {
  private final String target;
  private final Account account;
  private final @Nullable RateCard card;
  private volatile BookingSlot slot;

  /**
   * One line on one day. Its identity is its key: two of the same day make two tallies, which are
   * added in the end.
   */
  static final class BookingSlot {
    private final BookingLine line;
    private final BillingDay day;

    BookingSlot(BookingLine line, BillingDay day) {
      this.line = line;
      this.day = day;
    }

    BookingLine line() {
      return line;
    }

    BillingDay day() {
      return day;
    }
  }

  /**
   * A line of the target {@code target}.
   *
   * @param card what its calls cost, or null where that is not known
   */
  BookingLine(String target, Account account, @Nullable RateCard card, BillingDay today) {
    this.target = target;
    this.account = account;
    this.card = card;
    this.slot = new BookingSlot(this, today);
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
      last = new BookingSlot(this, today);
      slot = last;
    }
    return last;
  }
}

package dev.wayfare.router.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A value that starts anew with each calendar month; safe to use from many threads. */
final class MonthToDate<T> {
  private final InstantSource instants;
  private final ZoneId zone;
  private final T opening;
  private final AtomicReference<Position<T>> position;

  /** The value in the month that ends at {@code endMillis}. */
  private record Position<T>(T value, long endMillis) {}

  /** A value that each month, as {@code zone} has it, starts at {@code opening}. */
  MonthToDate(InstantSource instants, ZoneId zone, T opening) {
    this.instants = instants;
    this.zone = zone;
    this.opening = opening;
    this.position = new AtomicReference<>(open(instants.millis()));
  }

  T value() {
    return current(position.get()).value();
  }

  /** Changes the value and returns what it was before. */
  T getAndUpdate(UnaryOperator<T> change) {
    Position<T> before =
        position.getAndUpdate(
            old -> {
              Position<T> now = current(old);
              return new Position<>(change.apply(now.value()), now.endMillis());
            });
    return current(before).value();
  }

  private Position<T> current(Position<T> old) {
    long nowMillis = instants.millis();
    return nowMillis < old.endMillis() ? old : open(nowMillis);
  }

  private Position<T> open(long nowMillis) {
    ZonedDateTime now = Instant.ofEpochMilli(nowMillis).atZone(zone);
    ZonedDateTime next = now.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
    return new Position<>(opening, next.toInstant().toEpochMilli());
  }
}

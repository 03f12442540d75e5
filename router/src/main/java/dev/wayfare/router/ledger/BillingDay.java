package dev.wayfare.router.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One day of a provider's billing time zone. What is booked is filed under the day and the month of
 * its own instant, whatever the clock says later.
 *
 * @param day such as {@code 2026-01-31}
 * @param month such as {@code 2026-01}
 * @param fromMillis its first instant, in milliseconds since 1970 in UTC
 * @param toMillis the next day's first
 */
record BillingDay(String day, String month, long fromMillis, long toMillis) {
  private static final int MONTH_LENGTH = "2026-01".length();

  /** The day that {@code millis} is in. */
  static BillingDay of(long millis, ZoneId zone) {
    LocalDate date = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    String day = date.toString();
    return new BillingDay(
        day,
        day.substring(0, MONTH_LENGTH),
        date.atStartOfDay(zone).toInstant().toEpochMilli(),
        date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
  }

  boolean holds(long millis) {
    return millis >= fromMillis && millis < toMillis;
  }
}

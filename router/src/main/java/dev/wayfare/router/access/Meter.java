package dev.wayfare.router.access;

import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.Quota;
import dev.wayfare.router.ledger.Consumption;
import dev.wayfare.router.ledger.ConsumptionView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one consumer uses against its quota.
 *
 * @param consumer its name in the ledger
 * @param quota how much it may use
 * @param view the ledger
 * @param instants tells when a quota is renewed
 */
record Meter(String consumer, Quota quota, ConsumptionView view, InstantSource instants) {
  /** Why one more request is not let in; null where it is, and counted. */
  @Nullable Denial admit() {
    if (!quota.equals(Quota.NONE)) {
      if (isSpent(view.usedToday(consumer), quota.requestsPerDay(), quota.usd().dayPicoUsd())) {
        return spent("day", today().plusDays(1));
      }
      if (isSpent(
          view.usedThisMonth(consumer), quota.requestsPerMonth(), quota.usd().monthPicoUsd())) {
        return spent("month", today().withDayOfMonth(1).plusMonths(1));
      }
    }
    view.request(consumer);
    return null;
  }

  private static boolean isSpent(Consumption used, long mostRequests, long mostPicoUsd) {
    return used.requests() >= mostRequests
        || (mostPicoUsd != Budget.NONE.dayPicoUsd()
            && used.spend().usd().compareTo(PicoUsd.usd(mostPicoUsd)) >= 0);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(instants.instant(), ZoneOffset.UTC);
  }

  private Denial spent(String period, LocalDate renewed) {
    Instant then = renewed.atStartOfDay(ZoneOffset.UTC).toInstant();
    return Denial.until(
        Denial.Cause.QUOTA_SPENT,
        "The quota of this consumer for the %s is used up.".formatted(period),
        Math.max(1, Duration.between(instants.instant(), then).toSeconds() + 1));
  }
}

package dev.wayfare.router.ledger;

/**
 * What was spent today and this month, to hold against a budget: estimates, in whole pico-dollars
 * (10⁻¹² USD) rounded up, at most {@link Long#MAX_VALUE} (9.2 million USD).
 *
 * <p>Day and month are those of each provider's billing time zone, now. The figures have all calls
 * of this replica that were booked, and those of others as of the last flush that reached the
 * database. So a budget that several replicas share is overshot by at most what they spend in one
 * flush interval: replicas × rate × interval.
 *
 * <p>Safe to use from many threads; never waits for the database.
 */
public interface SpendView {
  /** What the calls to {@code target} cost today. */
  long dayPicoUsd(String target);

  /** What the calls to {@code target} cost this month. */
  long monthPicoUsd(String target);

  /** What all calls cost today. */
  long dayPicoUsd();

  /** What all calls cost this month. */
  long monthPicoUsd();
}

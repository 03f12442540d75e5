package dev.wayfare.router.ledger;

/**
 * What consumers have used, to hold against a quota, by day and month in UTC: estimates, as all
 * spend.
 *
 * <p>The figures have all requests of this replica at once; its spend as of the last time that
 * anybody asked for a price or a flush came, and what others used as of the last flush that reached
 * the database. So a quota is overshot by what all replicas let in or spend in one flush interval,
 * and by what is under way.
 *
 * <p>Safe to use from many threads; never waits for the database.
 */
public interface ConsumptionView {
  /** A request of {@code consumer}, at most 64 characters, is let in. */
  void request(String consumer);

  /** What {@code consumer} used today. */
  Consumption usedToday(String consumer);

  /** What {@code consumer} used this month. */
  Consumption usedThisMonth(String consumer);
}

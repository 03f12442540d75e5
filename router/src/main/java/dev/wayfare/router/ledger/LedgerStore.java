package dev.wayfare.router.ledger;

import java.util.Optional;
import java.util.Set;

/** What keeps a ledger: a database, or this process's memory. Used by one thread at a time. */
public interface LedgerStore extends AutoCloseable {
  /**
   * Adds {@code batch}, unless it was added already, and reads what there is then.
   *
   * @param batch empty where there is nothing to add
   * @param periods the days and months to read
   * @return the totals of these periods, the batch included
   * @throws LedgerStoreException where it was perhaps added and perhaps not: send it again
   */
  Totals exchange(Optional<Batch> batch, Set<String> periods);

  /** Whether what was added outlives the process. */
  boolean isDurable();

  /** Lets go of the database. */
  @Override
  void close();
}

package dev.wayfare.router.ledger.store;

import dev.wayfare.router.ledger.Batch;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.LedgerStoreException;
import dev.wayfare.router.ledger.Totals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a database. One connection is kept, and made anew after whatever went wrong with it;
 * the tables are brought up to date at the first one.
 *
 * <p>A batch and the reading of the totals are one transaction, so the totals have the batch.
 */
final class JdbcStore implements LedgerStore {
  private static final int MOST_TRIES = 5;

  /**
   * Two replicas met, as when both book the first call of a month: unique key, conflict, deadlock.
   */
  private static final Set<String> COLLISIONS = Set.of("23505", "40001", "40P01");

  private final Database database;
  private @Nullable Connection connection;
  private boolean isMigrated;

  JdbcStore(Database database) {
    this.database = database;
  }

  @Override
  public synchronized Totals exchange(Optional<Batch> batch, Set<String> periods) {
    try {
      return exchange(connected(), batch, periods, MOST_TRIES);
    } catch (SQLException e) {
      disconnect();
      throw new LedgerStoreException(database.explain(e), e);
    }
  }

  private static Totals exchange(
      Connection connection, Optional<Batch> batch, Set<String> periods, int tries)
      throws SQLException {
    try {
      if (batch.isPresent()) {
        new BatchWriter(connection).write(batch.get());
      }
      Totals totals = new TotalsReader(connection).read(periods);
      connection.commit();
      return totals;
    } catch (SQLException e) {
      if (tries == 1 || !COLLISIONS.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      connection.rollback();
      return exchange(connection, batch, periods, tries - 1);
    }
  }

  private Connection connected() throws SQLException {
    if (connection == null) {
      Connection opened = database.connect();
      try {
        if (!isMigrated) {
          Schema.migrate(database);
          isMigrated = true;
        }
        opened.setAutoCommit(false);
        opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      } catch (SQLException | RuntimeException e) {
        opened.close();
        throw e;
      }
      connection = opened;
    }
    return connection;
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public synchronized void close() {
    disconnect();
  }

  /** What was not committed is undone by the database. */
  private void disconnect() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        // It was of no use any more, and what it had under way is sent again.
        System.getLogger(JdbcStore.class.getName())
            .log(System.Logger.Level.DEBUG, "a broken connection did not close", e);
      }
    }
  }
}

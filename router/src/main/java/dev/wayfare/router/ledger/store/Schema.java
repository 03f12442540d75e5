package dev.wayfare.router.ledger.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Brings a database to the tables that this version needs. Replicas may do so at the same time. */
final class Schema {
  static final String MIGRATIONS = "classpath:dev/wayfare/router/ledger/store/migration";

  private static final int TRIES_ALONE = 2;

  /** Kept here, since a logger that nobody holds forgets its level. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  static {
    if (FLYWAY.getLevel() == null) {
      FLYWAY.setLevel(Level.WARNING); // what it does at each start is not the user's business
    }
  }

  private Schema() {}

  /**
   * @throws SQLException where it could not be done
   */
  static void migrate(Database database) throws SQLException {
    try {
      boolean isDone = false;
      for (int tries = 0; tries < TRIES_ALONE && !isDone; tries++) {
        isDone = isMigrated(database, false);
      }
      if (!isDone) {
        isMigrated(database, true);
      }
    } catch (FlywayException e) {
      throw new SQLException("its tables: " + Failures.firstLine(e), e);
    }
  }

  /**
   * Migrates, unless there are tables of others and none of ours. So it looks too for a moment
   * while another replica makes the first of ours, which is over at the next try.
   *
   * @param besideOthers whether to migrate nevertheless
   */
  private static boolean isMigrated(Database database, boolean besideOthers) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(new Source(database))
          .locations(MIGRATIONS)
          .table("ledger_schema_history")
          .baselineOnMigrate(besideOthers)
          .baselineVersion("0")
          .load()
          .migrate();
      return true;
    } catch (FlywayException e) {
      if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
        return false;
      }
      throw e;
    }
  }

  /** What Flyway asks for connections. */
  record Source(Database database) implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      return database.connect();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return database.connect();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
      // Nothing is written there.
    }

    @Override
    public void setLoginTimeout(int seconds) {
      // The database has its own.
    }

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("this wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}

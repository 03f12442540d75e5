package dev.wayfare.router.ledger.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * An H2 database in one file. H2 locks the file for one process, and the system lets go of the lock
 * when that process ends, however it ends. With a write delay of 0 what was committed is in the
 * file when the commit returns, so it survives {@code kill -9}; H2 does not wait until the disk has
 * it, so the last seconds may be gone after a power cut.
 *
 * <p>What H2 wrote in the last 45 seconds it does not write over, some 13 KiB for each flush: the
 * file stays at 1 to 2 MB with two flushes a second, and is made small when it is closed.
 *
 * @param file its name is followed by {@code .mv.db}
 * @see <a href="https://www.h2database.com/html/advanced.html#durability_problems">H2 on
 *     durability</a>
 */
record EmbeddedFile(Path file) implements Database {
  /** What H2 adds to the name it is given. */
  private static final String SUFFIX = ".mv.db";

  /** H2's code for a file that another process has open. */
  private static final int IN_USE = 90020;

  private static final int CORRUPT = 90030;
  private static final int NO_DATABASE = 90048;

  private static final String OPTIONS =
      ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + file.toAbsolutePath() + OPTIONS);
  }

  /** The file as it is on the disk. */
  String name() {
    return file + SUFFIX;
  }

  @Override
  public String explain(SQLException failure) {
    String name = name();
    String reason = Failures.firstLine(failure);
    return switch (failure.getErrorCode()) {
      case IN_USE ->
          ("the ledger %s is in use by another process; stop that one, name another file in"
                  + " ledger.file, or let both share PostgreSQL with ledger.jdbc-url")
              .formatted(name);
      case CORRUPT, NO_DATABASE ->
          "the ledger %s cannot be read (%s); repair it, or move it away to start with an empty one"
              .formatted(name, reason);
      default -> "the ledger cannot use %s (%s)".formatted(name, reason);
    };
  }
}

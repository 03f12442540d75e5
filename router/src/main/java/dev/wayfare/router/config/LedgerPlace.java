package dev.wayfare.router.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What keeps usage and spend. */
public sealed interface LedgerPlace {
  /** This process alone: they end with it. */
  record Memory() implements LedgerPlace {}

  /**
   * A database file, of one process at a time.
   *
   * @param path without the {@code .mv.db} that is added to it, and without a semicolon, after
   *     which the database would look for options
   */
  record DatabaseFile(Path path) implements LedgerPlace {
    public DatabaseFile {
      if (path.toString().contains(";")) {
        throw new IllegalArgumentException("a ledger's path has no semicolon: " + path);
      }
    }
  }

  /**
   * A PostgreSQL server, which several routers may share.
   *
   * @param url {@code jdbc:postgresql:…}, without credentials
   * @param user null for the name of the system's user
   * @param password null where the server asks for none
   */
  record Server(String url, @Nullable String user, @Nullable Password password)
      implements LedgerPlace {}
}

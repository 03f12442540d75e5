package dev.wayfare.router.ledger.store;

import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.LedgerStoreException;
import dev.wayfare.router.ledger.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Opens what a configuration names. */
public final class Stores {
  private static final System.Logger LOG = System.getLogger(Stores.class.getName());

  private Stores() {}

  /**
   * What {@code place} names. A server need not be there yet.
   *
   * @throws LedgerStoreException where a file cannot be used, such as by a second process
   */
  public static LedgerStore open(LedgerPlace place) {
    return switch (place) {
      case LedgerPlace.Memory() -> new MemoryStore();
      case LedgerPlace.DatabaseFile(Path path) -> file(path);
      case LedgerPlace.Server(var url, var user, var password) ->
          new JdbcStore(new Postgres(url, user, password));
    };
  }

  /**
   * Where the ledger is kept that no configuration gives a place: {@code
   * $XDG_STATE_HOME/wayfare/ledger}, else {@code ~/.local/state/wayfare/ledger}, as the <a
   * href="https://specifications.freedesktop.org/basedir/latest/">XDG base directory
   * specification</a> has it; in memory where neither is known.
   */
  public static LedgerPlace usual(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (state.startsWith("/")) { // a relative path is to be ignored
      return new LedgerPlace.DatabaseFile(Path.of(state, "wayfare", "ledger"));
    }
    String home = environment.getOrDefault("HOME", "");
    if (home.startsWith("/")) {
      return new LedgerPlace.DatabaseFile(Path.of(home, ".local", "state", "wayfare", "ledger"));
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "usage and spend are kept in memory, since neither XDG_STATE_HOME nor HOME is set;"
            + " name a place in the section ledger");
    return new LedgerPlace.Memory();
  }

  private static LedgerStore file(Path path) {
    Path file = path.toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new LedgerStoreException(
          "the ledger's folder %s cannot be made (%s)".formatted(file.getParent(), e.getMessage()),
          e);
    }
    var database = new EmbeddedFile(file);
    LedgerStore store = new JdbcStore(database);
    // Opens it now: nobody should find out later that its file is another's.
    store.exchange(Optional.empty(), Set.of());
    LOG.log(System.Logger.Level.INFO, "usage and spend are kept in {0}", database.name());
    return store;
  }
}

package dev.wayfare.router;

import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.LedgerStoreException;
import dev.wayfare.router.ledger.store.Stores;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The opening of a ledger on a thread of its own: a database and its migrations take about as long
 * as all else that a router does at its start, and neither needs the other.
 */
final class LedgerOpening {
  private final FutureTask<LedgerStore> opening;

  private LedgerOpening(FutureTask<LedgerStore> opening) {
    this.opening = opening;
  }

  /** Begins to open what {@code config} names, or else the usual place in {@code environment}. */
  static LedgerOpening begin(WayfareConfig config, Map<String, String> environment) {
    var opening =
        new FutureTask<>(
            () -> {
              LedgerPlace place =
                  config.ledger().place().orElseGet(() -> Stores.usual(environment));
              return Stores.open(place);
            });
    Thread.ofPlatform().daemon().name("wayfare-ledger-opening").start(opening);
    return new LedgerOpening(opening);
  }

  /**
   * Waits until it is open.
   *
   * @throws RouterException where the file of the ledger cannot be used
   */
  LedgerStore store() {
    try {
      return opening.get();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case LedgerStoreException cause ->
            new RouterException(String.valueOf(cause.getMessage()), cause);
        case RuntimeException cause -> cause;
        case null, default -> new IllegalStateException(e);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RouterException("the start was interrupted", e);
    }
  }

  /** Closes it again, where the rest of the start failed. */
  void undo() {
    LedgerStore store;
    try {
      store = store();
    } catch (RuntimeException e) {
      return; // Then there is nothing to close, and the other failure is the one to tell.
    }
    store.close();
  }
}

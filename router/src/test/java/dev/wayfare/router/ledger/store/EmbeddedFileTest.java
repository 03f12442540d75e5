package dev.wayfare.router.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.LedgerStoreException;
import dev.wayfare.router.ledger.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database file. */
final class EmbeddedFileTest extends StoreContract {
  private static final int KILLS = 5;
  private static final long SMALL_FILE_BYTES = 1L << 20;

  @TempDir private Path folder;

  @Override
  Database database() {
    return new EmbeddedFile(folder.resolve("ledger"));
  }

  private LedgerStore open() {
    return Stores.open(new LedgerPlace.DatabaseFile(folder.resolve("ledger")));
  }

  @Test
  void killedAgainAndAgainItLosesAtMostWhatWasNotFlushedAndCountsNothingTwice() throws Exception {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    long before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      BookingProcess process = BookingProcess.start(folder.resolve("ledger"));
      process.killAfter(random.nextInt(1, 40));
      long after = calls();
      assertThat(after - before)
          .as("seed %d, kill %d", seed, kill)
          .isBetween(process.acknowledged(), process.booked());
      before = after;
    }
    assertThat(before).isPositive();
  }

  private long calls() {
    try (LedgerStore store = open()) {
      var replica = new Replica("reader", store, NOON);
      assertThat(replica.ledger.flush()).isTrue();
      return replica.calls("own");
    }
  }

  @Test
  void aSecondProcessIsToldThatTheFileIsInUse() throws Exception {
    BookingProcess process = BookingProcess.start(folder.resolve("ledger"));
    try {
      assertThatExceptionOfType(LedgerStoreException.class)
          .isThrownBy(this::open)
          .withMessage(
              "the ledger %s.mv.db is in use by another process; stop that one, name another file"
                  + " in ledger.file, or let both share PostgreSQL with ledger.jdbc-url",
              folder.resolve("ledger"));
    } finally {
      process.killAfter(0);
    }
    open().close();
  }

  @Test
  void aFileThatIsNoLedgerIsRefusedWithWhatToDo() throws IOException {
    Files.writeString(folder.resolve("ledger.mv.db"), "my diary\n".repeat(1000));
    assertThatExceptionOfType(LedgerStoreException.class)
        .isThrownBy(this::open)
        .withMessageContaining(folder.resolve("ledger.mv.db").toString())
        .withMessageContaining("move it away");
  }

  @Test
  void aFileIsMadeSmallWhenItIsClosed() throws IOException {
    Path file = folder.resolve("ledger.mv.db");
    try (LedgerStore store = open()) {
      var replica = new Replica("one", store, NOON);
      for (int flush = 0; flush < 500; flush++) {
        replica.book("own", 1);
        replica.book("aws", 1);
        assertThat(replica.ledger.flush()).isTrue();
      }
      assertThat(Files.size(file)).isGreaterThan(SMALL_FILE_BYTES);
    }
    assertThat(Files.size(file)).isLessThan(SMALL_FILE_BYTES);
  }

  @Test
  void withoutAPlaceItIsInTheStateFolderOfTheUser() {
    assertThat(Stores.usual(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h")))
        .isEqualTo(new LedgerPlace.DatabaseFile(Path.of("/s/wayfare/ledger")));
    assertThat(Stores.usual(Map.of("XDG_STATE_HOME", "relative", "HOME", "/h")))
        .isEqualTo(new LedgerPlace.DatabaseFile(Path.of("/h/.local/state/wayfare/ledger")));
    assertThat(Stores.usual(Map.of())).isEqualTo(new LedgerPlace.Memory());
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(LedgerStoreException.class)
        .isThrownBy(() -> Stores.open(new LedgerPlace.DatabaseFile(file.resolve("ledger"))))
        .withMessageContaining(file.toString());
  }

  @Test
  void memoryIsNotDurable() {
    try (LedgerStore store = Stores.open(new LedgerPlace.Memory())) {
      assertThat(store.isDurable()).isFalse();
      assertThat(store.exchange(Optional.empty(), Set.of("2026-01")).spend()).isEmpty();
    }
  }
}

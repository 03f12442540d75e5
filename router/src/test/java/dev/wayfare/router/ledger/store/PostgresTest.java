package dev.wayfare.router.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.config.Password;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.Replica;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL server. */
final class PostgresTest extends StoreContract {
  /** Makes the driver spell out each {@code COMMIT}, so that the relay can see it. */
  private static final String PLAIN_COMMIT = "?prepareThreshold=0";

  @TempDir private static Path folder;
  private static PostgresServer server;
  private static int databases;

  @BeforeAll
  static void start() {
    server = new PostgresServer(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static String newDatabase() {
    databases++;
    return server.create("ledger" + databases);
  }

  @Override
  Database database() {
    return at(server.port(), newDatabase());
  }

  private static Database at(int port, String name) {
    return new Postgres(PostgresServer.url(port, name), "postgres", null);
  }

  @Test
  void replicasThatStartAtTheSameMomentMakeTheTablesOnce() throws InterruptedException {
    writeNewRowsAtOnce(database());
  }

  @Test
  void aServerThatIsKilledAndComesBackGetsEverythingOnce() throws IOException {
    Database database = database();
    try (LedgerStore store = new JdbcStore(database)) {
      var replica = new Replica("one", store, NOON);
      replica.book("own", 10);
      assertThat(replica.ledger.flush()).isTrue();
      replica.book("own", 10);
      server.kill();
      assertThat(replica.ledger.flush()).isFalse();
      replica.book("own", 10);
      assertThat(replica.ledger.flush()).isFalse();
      assertThat(replica.calls("own")).isEqualTo(30);
      assertThat(replica.ledger.health().isReachable()).isFalse();
      server.start();
      assertThat(replica.ledger.flush()).isTrue();
      assertThat(replica.ledger.health().pendingRows()).isZero();
      assertThat(replica.calls("own")).isEqualTo(30);
    }
    assertThat(callsIn(database)).isEqualTo(30);
  }

  @Test
  void aCommitWhoseAnswerIsCutOffIsCountedOnce() throws IOException {
    String name = newDatabase();
    try (var relay = new SeveringRelay(server.port());
        LedgerStore store = new JdbcStore(at(relay.port(), name + PLAIN_COMMIT))) {
      var replica = new Replica("one", store, NOON);
      replica.book("own", 10);
      assertThat(replica.ledger.flush()).isTrue();
      replica.book("own", 10);
      relay.severAfterTheNextCommit();
      assertThat(replica.ledger.flush()).isFalse();
      assertThat(relay.severed()).isEqualTo(1);
      // It was committed, and only the router does not know.
      assertThat(callsIn(at(server.port(), name))).isEqualTo(20);
      replica.book("own", 5);
      assertThat(replica.ledger.flush()).isTrue();
      assertThat(replica.calls("own")).isEqualTo(25);
    }
    assertThat(callsIn(at(server.port(), name))).isEqualTo(25);
  }

  @Test
  void aServerThatIsNotThereAtTheStartIsUsedOnceItIs() throws IOException {
    int freePort;
    try (var socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    try (LedgerStore store =
        Stores.open(
            new LedgerPlace.Server(PostgresServer.url(freePort, "ledger"), "wayfare", null))) {
      assertThat(store.isDurable()).isTrue();
      var replica = new Replica("one", store, NOON);
      replica.book("own", 3);
      assertThat(replica.ledger.flush()).isFalse();
      assertThat(replica.calls("own")).isEqualTo(3);
    }
  }

  @Test
  void routersForOtherAccountsMayHaveASchemaOfTheirOwn() throws SQLException {
    String name = newDatabase();
    Database plain = at(server.port(), name);
    Database own = at(server.port(), name + "?currentSchema=theirs");
    try (Connection connection = plain.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA theirs");
    }
    try (LedgerStore store = new JdbcStore(own)) {
      var replica = new Replica("one", store, NOON);
      replica.book("own", 1);
      assertThat(replica.ledger.flush()).isTrue();
    }
    assertThat(callsIn(own)).isEqualTo(1);
    assertThat(callsIn(plain)).isZero();
  }

  @Test
  void aPasswordIsReadAnewForEachConnection() throws IOException, SQLException {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    var postgres = new Postgres("jdbc:postgresql://db.invalid/x", "u", Password.in(file));
    assertThat(postgres.properties().getProperty("password")).isEqualTo("first");
    Files.writeString(file, "second\n");
    assertThat(postgres.properties().getProperty("password")).isEqualTo("second");
    assertThat(postgres.toString()).doesNotContain("first").doesNotContain("second");
  }

  private static long callsIn(Database database) {
    try (LedgerStore store = new JdbcStore(database)) {
      var reader = new Replica("reader", store, NOON);
      assertThat(reader.ledger.flush()).isTrue();
      return reader.calls("own");
    }
  }
}

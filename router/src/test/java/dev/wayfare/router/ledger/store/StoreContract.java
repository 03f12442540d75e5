package dev.wayfare.router.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.ledger.Account;
import dev.wayfare.router.ledger.AccountMonth;
import dev.wayfare.router.ledger.Batch;
import dev.wayfare.router.ledger.ConsumerPeriod;
import dev.wayfare.router.ledger.Consumption;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.Replica;
import dev.wayfare.router.ledger.Spend;
import dev.wayfare.router.ledger.TargetPeriod;
import dev.wayfare.router.ledger.Totals;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What holds for a ledger in any database; each is a real one. */
abstract class StoreContract {
  static final String NOON = "2026-01-15T12:00:00Z";
  private static final int WRITERS = 4;
  private static final int ROUNDS = 20;
  private static final Account AWS = new Account(Provider.AWS, "lambda");
  private static final Set<String> JANUARY = Set.of("2026-01", "2026-01-15");

  /** An empty database of the test's own. */
  abstract Database database();

  @Test
  void theSameBatchTwiceIsAddedOnce() {
    try (LedgerStore store = new JdbcStore(database())) {
      Totals first = store.exchange(Optional.of(batch("one", 1, "5")), JANUARY);
      Totals again = store.exchange(Optional.of(batch("one", 1, "5")), JANUARY);
      assertThat(first.usage()).containsEntry(month(), Usage.of(Meter.REQUESTS, five()));
      assertThat(again).isEqualTo(first);
      Totals other = store.exchange(Optional.of(batch("two", 1, "5")), JANUARY);
      assertThat(other.usage())
          .containsEntry(month(), Usage.of(Meter.REQUESTS, BigDecimal.valueOf(10)));
      Totals next = store.exchange(Optional.of(batch("one", 2, "5")), JANUARY);
      assertThat(next.usage())
          .containsEntry(month(), Usage.of(Meter.REQUESTS, BigDecimal.valueOf(15)));
    }
  }

  @Test
  void whatConsumersUsedIsAddedOnceAndRead() {
    ConsumerPeriod day = new ConsumerPeriod("c", "2026-01-15");
    try (LedgerStore store = new JdbcStore(database())) {
      store.exchange(Optional.of(batch("one", 1, "5")), JANUARY);
      store.exchange(Optional.of(batch("one", 1, "5")), JANUARY);
      Totals totals = store.exchange(Optional.of(batch("two", 1, "0.25")), JANUARY);
      BigDecimal sum = new BigDecimal("5.25");
      assertThat(totals.consumption())
          .containsExactly(Map.entry(day, new Consumption(6, new Spend(sum, sum, 4, 2))));
      assertThat(store.exchange(Optional.empty(), Set.of("2026-01-14")).consumption()).isEmpty();
    }
  }

  /** As after a rollback of the router: what newer versions only added harms nobody. */
  @Test
  void aRouterWorksBesideTablesOfANewerVersion() throws SQLException {
    Database database = database();
    try (LedgerStore store = new JdbcStore(database);
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      store.exchange(Optional.of(batch("one", 1, "5")), JANUARY);
      statement.execute(
          "INSERT INTO \"ledger_schema_history\" VALUES (99, '99', 'newer', 'SQL',"
              + " 'V99__newer.sql', 1, 'me', CURRENT_TIMESTAMP, 1, TRUE)");
    }
    try (LedgerStore store = new JdbcStore(database)) {
      Totals totals = store.exchange(Optional.of(batch("two", 1, "5")), JANUARY);
      assertThat(totals.usage())
          .containsEntry(month(), Usage.of(Meter.REQUESTS, BigDecimal.valueOf(10)));
    }
  }

  @Test
  void everyDecimalIsKept() {
    // A byte in GiB has 30 decimals, and a price may have 24.
    String exact = "0.000000000931322574615478515625000000000000000000000001";
    try (LedgerStore store = new JdbcStore(database())) {
      store.exchange(Optional.of(batch("one", 1, exact)), JANUARY);
      Totals totals = store.exchange(Optional.of(batch("one", 2, "123456789012")), JANUARY);
      BigDecimal sum = new BigDecimal(exact).add(new BigDecimal("123456789012"));
      assertThat(totals.usage()).containsEntry(month(), Usage.of(Meter.REQUESTS, sum));
      Spend spend = spend(totals, "2026-01-15");
      assertThat(spend.listUsd()).isEqualByComparingTo(sum);
      assertThat(spend.calls()).isEqualTo(4);
      assertThat(spend.unpricedCalls()).isEqualTo(2);
    }
  }

  @Test
  void otherMonthsAreNotRead() {
    try (LedgerStore store = new JdbcStore(database())) {
      store.exchange(Optional.of(batch("one", 1, "5")), JANUARY);
      assertThat(store.exchange(Optional.empty(), Set.of("2026-02", "2026-02-15")))
          .isEqualTo(Totals.NONE);
    }
  }

  @Test
  void threeReplicasSeeEachOthersUsageAfterAFlush() {
    Database database = database();
    try (LedgerStore a = new JdbcStore(database);
        LedgerStore b = new JdbcStore(database);
        LedgerStore c = new JdbcStore(database)) {
      List<Replica> replicas =
          List.of(new Replica("a", a, NOON), new Replica("b", b, NOON), new Replica("c", c, NOON));
      for (Replica replica : replicas) {
        replica.book("aws", 1000);
        assertThat(replica.ledger.flush()).isTrue();
      }
      for (Replica replica : replicas) {
        assertThat(replica.ledger.flush()).isTrue();
        assertThat(replica.awsRequests()).isEqualByComparingTo("3000");
        assertThat(replica.calls("aws")).isEqualTo(3000);
      }
    }
  }

  @Test
  void replicasThatWriteTheSameNewRowsAtTheSameMomentLoseNothing() throws InterruptedException {
    Database database = database();
    try (LedgerStore store = new JdbcStore(database)) {
      store.exchange(Optional.empty(), JANUARY); // makes the tables
      writeNewRowsAtOnce(database);
      for (int round = 0; round < ROUNDS; round++) {
        String day = day(round);
        Totals totals = store.exchange(Optional.empty(), Set.of(day));
        assertThat(spend(totals, day).calls()).isEqualTo(2L * WRITERS);
      }
    }
  }

  /** Several replicas write a row of the same new day at the same moment, again and again. */
  static void writeNewRowsAtOnce(Database database) throws InterruptedException {
    var phaser = new Phaser(WRITERS);
    List<Thread> threads = new ArrayList<>();
    List<String> failures = new CopyOnWriteArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "writer-" + i;
      threads.add(Thread.ofPlatform().start(() -> writeNewRows(name, database, phaser, failures)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  private static void writeNewRows(
      String name, Database database, Phaser phaser, List<String> failures) {
    try (LedgerStore store = new JdbcStore(database)) {
      for (int round = 0; round < ROUNDS; round++) {
        phaser.arriveAndAwaitAdvance();
        store.exchange(Optional.of(newRow(name, round + 1, day(round))), JANUARY);
      }
    } catch (RuntimeException e) {
      failures.add(name + ": " + e);
    } finally {
      phaser.arriveAndDeregister();
    }
  }

  @Test
  void whatWasWrittenIsThereWhenItIsOpenedAgain() {
    Database database = database();
    try (LedgerStore store = new JdbcStore(database)) {
      var replica = new Replica("one", store, NOON);
      replica.book("own", 12);
      replica.ledger.flush();
    }
    try (LedgerStore store = new JdbcStore(database)) {
      var replica = new Replica("two", store, NOON);
      replica.ledger.flush();
      assertThat(replica.calls("own")).isEqualTo(12);
      assertThat(replica.ledger.monthToDate("own").usd()).isEqualByComparingTo("0.0000036");
      replica.book("own", 1);
      assertThat(replica.ledger.dayPicoUsd("own")).isEqualTo(3_900_000);
    }
  }

  @Test
  void aDatabaseOfTheFirstVersionIsReadOn() throws SQLException {
    Database database = database();
    try (Connection keepsItOpen = database.connect();
        Statement statement = keepsItOpen.createStatement()) {
      Flyway.configure()
          .dataSource(new Schema.Source(database))
          .locations(Schema.MIGRATIONS)
          .table("ledger_schema_history")
          .target("1")
          .load()
          .migrate();
      statement.execute(
          "INSERT INTO ledger_usage (provider, plan, billing_month, meter, quantity)"
              + " VALUES ('aws', 'lambda', '2026-01', 'REQUESTS', 41),"
              + " ('mars', 'rover', '2026-01', 'REQUESTS', 7),"
              + " ('aws', 'lambda', '2026-01', 'METER_OF_THE_FUTURE', 7)");
      statement.execute(
          "INSERT INTO ledger_spend (provider, plan, target, period, estimated_usd_before_credit,"
              + " estimated_usd, calls, unpriced_calls)"
              + " VALUES ('aws', 'lambda', 'aws', '2026-01', 0.5, 0.25, 41, 0)");
    }
    try (LedgerStore store = new JdbcStore(database)) {
      var replica = new Replica("one", store, NOON);
      assertThat(replica.ledger.flush()).isTrue();
      replica.book("aws", 1);
      assertThat(replica.awsRequests()).isEqualByComparingTo("42");
      assertThat(replica.ledger.monthToDate("aws").usd()).isEqualByComparingTo("0.25");
    }
  }

  @Test
  void tablesOfOthersAreLeftAlone() throws SQLException {
    Database database = database();
    try (Connection keepsItOpen = database.connect();
        Statement statement = keepsItOpen.createStatement();
        LedgerStore store = new JdbcStore(database)) {
      statement.execute("CREATE TABLE theirs (id INT)");
      store.exchange(Optional.of(batch("one", 1, "5")), JANUARY);
      assertThat(statement.executeQuery("SELECT COUNT(*) FROM theirs").next()).isTrue();
    }
  }

  @Test
  void aReplicaThatWasNotSeenForMoreThanAYearIsForgotten() throws SQLException {
    Database database = database();
    try (LedgerStore store = new JdbcStore(database);
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      store.exchange(Optional.of(batch("old", 1, "2026-01-15", "5")), JANUARY);
      store.exchange(Optional.of(batch("young", 1, "2026-12-15", "5")), JANUARY);
      store.exchange(Optional.of(batch("new", 1, "2027-03-01", "5")), JANUARY);
      List<String> kept = new ArrayList<>();
      try (var rows = statement.executeQuery("SELECT replica FROM ledger_replica")) {
        while (rows.next()) {
          kept.add(rows.getString(1));
        }
      }
      assertThat(kept).containsExactlyInAnyOrder("young", "new");
    }
  }

  private static Spend spend(Totals totals, String period) {
    return totals.spend().getOrDefault(new TargetPeriod(AWS, "t", period), Spend.NONE);
  }

  private static String day(int round) {
    return "2026-01-%02d".formatted(round + 1);
  }

  private static BigDecimal five() {
    return BigDecimal.valueOf(5);
  }

  private static AccountMonth month() {
    return new AccountMonth(AWS, "2026-01");
  }

  /** Of nothing that an earlier batch locks, so that all writers insert at once. */
  private static Batch newRow(String replica, long sequence, String day) {
    Spend spend = new Spend(five(), five(), 2, 1);
    return new Batch(
        replica,
        sequence,
        day,
        new TreeMap<>(),
        new TreeMap<>(Map.of(new TargetPeriod(AWS, "t", day), spend)),
        new TreeMap<>(Map.of(new ConsumerPeriod("c", day), new Consumption(3, spend))));
  }

  private static Batch batch(String replica, long sequence, String quantity) {
    return batch(replica, sequence, "2026-01-15", quantity);
  }

  private static Batch batch(String replica, long sequence, String day, String quantity) {
    BigDecimal exact = new BigDecimal(quantity);
    Spend spend = new Spend(exact, exact, 2, 1);
    return new Batch(
        replica,
        sequence,
        day,
        new TreeMap<>(Map.of(month(), Usage.of(Meter.REQUESTS, exact))),
        new TreeMap<>(
            Map.of(
                new TargetPeriod(AWS, "t", day), spend,
                new TargetPeriod(AWS, "t", "2026-01"), spend)),
        new TreeMap<>(Map.of(new ConsumerPeriod("c", day), new Consumption(3, spend))));
  }
}

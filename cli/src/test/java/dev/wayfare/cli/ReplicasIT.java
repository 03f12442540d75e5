package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.ledger.store.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three routers that share a PostgreSQL, under load: whatever happens to one of them or to the
 * database, no request is lost that a load balancer can save, and the ledger has each call that a
 * target served once, but for what a killed router had not written yet.
 */
final class ReplicasIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String DATABASE = "ledger";
  private static final int SOME = 200;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;
  private final List<Replica> replicas = new ArrayList<>();
  private final ReplicaLoad load = new ReplicaLoad(replicas);
  private final List<HoldingRelay> relays = new ArrayList<>();
  private final SoakTarget one = SoakTarget.sound();
  private final SoakTarget other = SoakTarget.sound();
  private PostgresServer database;

  @BeforeEach
  void startTheDatabase() throws IOException {
    database = new PostgresServer(Files.createDirectory(folder.resolve("postgres")));
    database.create(DATABASE);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    load.end();
    replicas.forEach(Replica::close);
    for (HoldingRelay relay : relays) {
      relay.close();
    }
    database.close();
    one.close();
    other.close();
  }

  /** Starts two routers like any, and a third. */
  private void begin(List<String> prefix, Path thirdConfig) throws IOException {
    Path config =
        configure(
            "", PostgresServer.url(database.port(), DATABASE), one.endpoint(), other.endpoint());
    replicas.add(Replica.start(config));
    replicas.add(Replica.start(config));
    replicas.add(Replica.start(prefix, thirdConfig));
    replicas.forEach(Replica::awaitReady);
    load.begin();
    load.awaitAnswers(SOME);
    load.pause(() -> awaitCalls(served()));
  }

  private HoldingRelay relay(InetAddress at, IntSupplier port) throws IOException {
    HoldingRelay relay = new HoldingRelay(at, port);
    relays.add(relay);
    return relay;
  }

  private Path configure(String hosts, String databaseUrl, String endpoint, String otherEndpoint)
      throws IOException {
    String yaml =
        """
        version: 1
        router: {%sdrain-time: 3s, admin-key-variable: %s}
        policy: {tolerance: 100%%}
        ledger: {jdbc-url: "%s", user: postgres, flush-interval: %ds}
        functions:
          f:
            path: /f
            targets:
              - {id: one, provider: edge, memory: 128MiB, price: {usd-per-million-requests: 1}, endpoint: "%s"}
              - {id: other, provider: edge, memory: 128MiB, price: {usd-per-million-requests: 1}, endpoint: "%s"}
        """
            .formatted(
                hosts,
                Replica.ADMIN_KEY_VARIABLE,
                databaseUrl,
                INTERVAL.toSeconds(),
                endpoint,
                otherEndpoint);
    return Files.writeString(Files.createTempFile(folder, "wayfare", ".yaml"), yaml);
  }

  @Test
  void nothingIsLostOrCountedTwiceWhenARouterOrTheDatabaseIsAway() throws Exception {
    HoldingRelay relay = relay(LOOPBACK, database::port);
    String relayed = PostgresServer.url(relay.port(), DATABASE);
    begin(List.of(), configure("", relayed, one.endpoint(), other.endpoint()));

    Replica killed = replicas.getFirst();
    killed.kill();
    long unwritten =
        killed.answersSince(System.nanoTime() - INTERVAL.toNanos()) + ReplicaLoad.CLIENTS;
    load.awaitAnswers(SOME);
    long missing = missingOnceWritten();
    assertThat(missing).isBetween(0L, unwritten);
    killed.restart();

    database.kill();
    load.awaitAnswers(SOME);
    replicas.forEach(it -> it.awaitMetric("wayfare_ledger_reachable 0"));
    load.awaitAnswers(SOME);
    database.start();
    replicas.forEach(it -> it.awaitMetric("wayfare_ledger_reachable 1"));
    load.pause(() -> awaitCalls(served() - missing));

    part(relay::part, relay::heal, missing);

    load.sendUnsafely();
    for (Replica replica : replicas) {
      load.awaitAnswers(SOME);
      assertThat(replica.terminate()).isEqualTo(143);
      load.awaitAnswers(SOME);
      replica.restart();
    }
    load.awaitAnswers(SOME);
    load.pause(() -> awaitCalls(served() - missing));
    assertThat(load.lost()).isEmpty();
  }

  /** By a network that is one in truth: what is sent is neither refused nor held, but gone. */
  @Test
  @Tag("toolchain")
  void nothingIsLostOrCountedTwiceWhereTheNetworkIsParted() throws Exception {
    try (NetworkNamespace network = new NetworkNamespace()) {
      String outside = "http://" + network.outside().getHostAddress() + ":";
      HoldingRelay relay = relay(network.outsideOfPulled(), database::port);
      begin(
          network.prefix(),
          configure(
              "host: %1$s, admin-host: %1$s, ".formatted(network.inside().getHostAddress()),
              "jdbc:postgresql://%s:%d/%s"
                  .formatted(network.outsideOfPulled().getHostAddress(), relay.port(), DATABASE),
              outside + relay(network.outside(), one::port).port(),
              outside + relay(network.outside(), other::port).port()));
      part(network::pull, network::plugIn, 0);
      assertThat(load.lost()).isEmpty();
      replicas.getLast().close();
    }
  }

  /**
   * Parts the third router from the database for a while, which {@code missing} calls are not in.
   */
  private void part(Runnable part, Runnable heal, long missing) {
    part.run();
    replicas.getLast().awaitMetric("wayfare_ledger_reachable 0");
    load.awaitAnswers(SOME);
    replicas.subList(0, 2).forEach(it -> it.awaitMetric("wayfare_ledger_reachable 1"));
    long behind = served() - missing;
    assertThat(calls()).isLessThan(behind);
    heal.run();
    load.pause(() -> awaitCalls(served() - missing));
  }

  /** What the routers that are left will never write. */
  private long missingOnceWritten() {
    var missing = new ArrayList<Long>();
    load.pause(
        () -> {
          LockSupport.parkNanos(4 * INTERVAL.toNanos());
          for (Replica replica : replicas.subList(1, replicas.size())) {
            replica.awaitMetric("wayfare_ledger_pending_rows 0");
          }
          missing.add(served() - calls());
        });
    return missing.getFirst();
  }

  private long served() {
    return (long) one.served() + other.served();
  }

  /** Just so many are in the ledger, and no more come. */
  private void awaitCalls(long expected) {
    Await.until(PATIENCE, expected + " calls in the ledger", () -> calls() >= expected);
    LockSupport.parkNanos(INTERVAL.toNanos());
    assertThat(calls()).isEqualTo(expected);
  }

  private long calls() {
    try (var connection =
            DriverManager.getConnection(
                PostgresServer.url(database.port(), DATABASE), "postgres", null);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT COALESCE(SUM(calls), 0) FROM ledger_spend WHERE LENGTH(period) = 7")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.WayfareConfig;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router whose ledger is in a database. */
final class DurableLedgerTest {
  @TempDir private Path folder;

  @Test
  void whatWasSpentIsStillSpentAfterARestart() {
    String settings = "ledger: {file: \"%s\"}\n".formatted(folder.resolve("ledger"));
    try (StubTarget target = StubTarget.answering(200, "hi")) {
      for (int start = 1; start <= 2; start++) {
        try (RunningRouter router = new RunningRouter(settings, target.port())) {
          assertThat(router.get("/f").statusCode()).isEqualTo(200);
          String spent = "0.00000" + start;
          Await.until("the request is booked", () -> isSpent(router, spent));
          Await.until(
              "it is written",
              () -> router.admin("/metrics").body().contains("wayfare_ledger_pending_rows 0"));
          assertThat(router.admin("/metrics").body())
              .contains("wayfare_ledger_durable 1")
              .contains("wayfare_ledger_reachable 1")
              .contains("wayfare_ledger_flush_age_seconds ")
              .contains("wayfare_ledger_flush_failures_total 0")
              .contains("wayfare_ledger_dropped_calls_total 0");
        }
      }
    }
    assertThat(folder.resolve("ledger.mv.db")).exists();
  }

  @Test
  void whatWasSpentIsWrittenThoughWhoeverClosesIsInterrupted() throws Exception {
    String settings =
        "  timeout: 2s\n  try-timeout: 1s\nledger: {file: \"%s\", flush-interval: 1m}\n"
            .formatted(folder.resolve("ledger"));
    AtomicInteger requests = new AtomicInteger();
    try (StubTarget target = new StubTarget(request -> answerFirst(requests, request))) {
      RunningRouter router = new RunningRouter(settings, target.port());
      assertThat(router.get("/f").statusCode()).isEqualTo(200);
      Await.until("the request is booked", () -> isSpent(router, "0.000001"));
      Thread.ofVirtual().start(() -> router.get("/f"));
      Await.until("the next one is under way", () -> requests.get() == 2);
      Thread closer = Thread.ofPlatform().start(router::close);
      Await.until("the end waits for it", () -> closer.getState() == Thread.State.TIMED_WAITING);
      closer.interrupt();
      closer.join();
      try (RunningRouter next = new RunningRouter(settings, target.port())) {
        assertThat(next.admin("/targets").body())
            .containsPattern("\"monthToDateUsdEstimate\":\"0\\.00000[12]\"");
      }
    }
  }

  private static void answerFirst(AtomicInteger requests, HttpServerRequest request) {
    if (requests.incrementAndGet() == 1) {
      request.response().end();
    }
  }

  @Test
  void withoutItsDatabaseARouterServesAndRaisesTheAlarm() throws IOException {
    int freePort;
    try (var socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    String settings =
        "ledger: {jdbc-url: \"jdbc:postgresql://127.0.0.1:%d/x\", user: u, flush-interval: 10ms}\n"
            .formatted(freePort);
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter(settings, target.port())) {
      for (int request = 0; request < 3; request++) {
        assertThat(router.get("/f").statusCode()).isEqualTo(200);
      }
      Await.until("the requests are booked", () -> isSpent(router, "0.000003"));
      Await.until(
          "they wait for the database",
          () -> !router.admin("/metrics").body().contains("wayfare_ledger_pending_rows 0"));
      assertThat(router.admin("/metrics").body())
          .contains("wayfare_ledger_durable 1")
          .contains("wayfare_ledger_reachable 0");
    }
  }

  @Test
  void aLedgerThatCannotBeReadStopsTheStartInOneSentence() throws IOException {
    Path file = folder.resolve("ledger.mv.db");
    Files.writeString(file, "my diary\n".repeat(1000));
    WayfareConfig config =
        WayfareConfig.parse(
            folder.resolve("wayfare.yaml"),
            """
            version: 1
            ledger: {file: ledger}
            functions:
              f:
                path: /
                targets:
                  - {id: t, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1"}
            """);
    assertThatExceptionOfType(RouterException.class)
        .isThrownBy(() -> Router.start(config, sources()))
        .withMessageStartingWith("the ledger " + file + " cannot be read (");
  }

  private static boolean isSpent(RunningRouter router, String usd) {
    return router.admin("/targets").body().contains("\"monthToDateUsdEstimate\":\"" + usd + "\"");
  }

  private static Sources sources() {
    return new Sources(
        PriceBook.shipped(),
        InstantSource.system(),
        System::nanoTime,
        new SplittableRandom(7),
        Map.of());
  }
}

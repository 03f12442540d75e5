package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import dev.wayfare.router.observe.DecisionLogReader;
import dev.wayfare.router.observe.LoggedDecision;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running router wrote of its decisions, read back once it has ended. */
final class DecisionLogOnDiskTest {
  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("decisions.jsonl");
  }

  private String settings() {
    return "decision-log: {file: \"%s\", sample: 100%%}\nledger: {memory: true}\n"
        .formatted(file());
  }

  private List<LoggedDecision> read() throws IOException {
    List<LoggedDecision> read = new ArrayList<>();
    try (DecisionLogReader reader = new DecisionLogReader(file())) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        read.add(next.get());
      }
    }
    assertThat(read).allMatch(it -> it.decision().remade().equals(it.decision()));
    return read;
  }

  private static int status(RunningRouter router, String id) {
    return router
        .send(HttpRequest.newBuilder(router.uri("/f")).header("x-request-id", id))
        .statusCode();
  }

  @Test
  void everyRequestIsThereWithItsTries() throws Exception {
    try (StubTarget broken =
            new StubTarget(request -> request.response().setStatusCode(503).end());
        StubTarget good = StubTarget.answering(200, "fine")) {
      try (RunningRouter router = new RunningRouter(settings(), broken.port(), good.port())) {
        for (int i = 0; i < 3; i++) {
          assertThat(status(router, "id" + i)).isEqualTo(200);
        }
        Await.until(
            "they are counted",
            () -> router.admin("/metrics").body().contains("wayfare_decision_log_written_total 3"));
        assertThat(router.admin("/metrics").body())
            .contains("wayfare_decision_log_dropped_total 0")
            .contains("wayfare_decision_log_failed_total 0");
      }
      List<LoggedDecision> read = read();
      assertThat(read).extracting(LoggedDecision::requestId).containsExactly("id0", "id1", "id2");
      LoggedDecision first = read.getFirst();
      assertThat(first.function()).isEqualTo("f");
      assertThat(((Decision.Routed) first.decision()).chosen().target()).isEqualTo("t0");
      assertThat(first.decision().snapshot().incumbent()).isEmpty();
      assertThat(first.tries())
          .extracting(DecisionRecord.Try::target, DecisionRecord.Try::outcome)
          .containsExactly(tuple("t0", TryOutcome.FAILED), tuple("t1", TryOutcome.ANSWERED));
    }
  }

  @Test
  void aRequestThatWasShedIsThereToo() throws Exception {
    int nowhere;
    try (StubTarget gone = new StubTarget(request -> {})) {
      nowhere = gone.port();
    }
    try (RunningRouter router = new RunningRouter(settings(), nowhere)) {
      Await.until("it is shed", () -> status(router, "shed") == 503);
    }
    LoggedDecision last = read().getLast();
    assertThat(last.requestId()).isEqualTo("shed");
    assertThat(((Decision.Shed) last.decision()).reason())
        .isEqualTo("every target of this function is failing");
    assertThat(last.tries()).isEmpty();
  }

  @Test
  void aRestartGoesOnAfterWhatWasWritten() throws Exception {
    try (StubTarget good = StubTarget.answering(200, "fine")) {
      for (int start = 0; start < 2; start++) {
        try (RunningRouter router = new RunningRouter(settings(), good.port())) {
          assertThat(status(router, "start" + start)).isEqualTo(200);
        }
      }
    }
    assertThat(read()).extracting(LoggedDecision::requestId).containsExactly("start0", "start1");
  }

  /** The file is full, and what stands where it should go cannot be replaced. */
  @Test
  void requestsGoOnWhereTheLogCannotBeWritten() throws Exception {
    Files.write(file(), new byte[1 << 20]);
    Files.createDirectories(folder.resolve("decisions.jsonl.1").resolve("inner"));
    String settings = settings().replace("100%", "100%, max-size: 1MiB, files: 2");
    try (StubTarget good = StubTarget.answering(200, "fine");
        RunningRouter router = new RunningRouter(settings, good.port())) {
      assertThat(status(router, "one")).isEqualTo(200);
      assertThat(status(router, "two")).isEqualTo(200);
      Await.until(
          "they are counted",
          () -> router.admin("/metrics").body().contains("wayfare_decision_log_failed_total 2"));
      assertThat(router.admin("/metrics").body()).contains("wayfare_decision_log_written_total 0");
    }
  }

  @Test
  void aMissingFolderStopsTheStartInOneSentence() {
    WayfareConfig config =
        WayfareConfig.parse(
            folder.resolve("wayfare.yaml"),
            """
            version: 1
            ledger: {memory: true}
            decision-log: {file: none/decisions.jsonl}
            functions:
              f:
                path: /
                targets:
                  - {id: t, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1"}
            """);
    assertThatExceptionOfType(RouterException.class)
        .isThrownBy(() -> Router.start(config))
        .withMessage(
            "there is no folder %s for the decision log; make it, or name another file in"
                    .formatted(folder.resolve("none"))
                + " decision-log.file");
  }
}

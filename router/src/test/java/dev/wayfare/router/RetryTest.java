package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a request that failed is tried again, over real sockets. */
final class RetryTest {
  private static final String NO_BUDGET = "  retry-budget: {share: 0%, per-second: 0}\n";

  private static StubTarget failing(int status) {
    return new StubTarget(request -> StubTarget.answer(request, status, "", "bad"));
  }

  private static HttpRequest.Builder keyed(RunningRouter router, String method, String body) {
    return HttpRequest.newBuilder(router.uri("/f"))
        .header("Idempotency-Key", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"")
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH"})
  void aRequestWithAnIdempotencyKeyIsTriedElsewhereWhateverItsMethod(String method)
      throws IOException {
    try (RawTarget dying = new RawTarget((socket, head) -> RawTarget.reset(socket));
        StubTarget good =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("", dying.port(), good.port())) {
      HttpResponse<String> answer = router.send(keyed(router, method, "once"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("once");
      assertThat(router.post("/f", "unkeyed").statusCode()).isEqualTo(502);
      assertThat(good.hits()).isEqualTo(1);
    }
  }

  @Test
  void aKeyWithoutAValueIsNone() throws IOException {
    try (RawTarget dying = new RawTarget((socket, head) -> RawTarget.reset(socket));
        StubTarget good = StubTarget.answering(200, "good");
        RunningRouter router = new RunningRouter("", dying.port(), good.port())) {
      String answer =
          RawClient.exchange(
              router.port(),
              "POST /f HTTP/1.1\nHost: a\nConnection: close\nIdempotency-Key: \n"
                  + "Content-Length: 1\n\nx");
      assertThat(answer).startsWith("HTTP/1.1 502");
      assertThat(good.hits()).isZero();
    }
  }

  @Test
  void aBodyThatIsTooLargeToKeepIsNotSentTwiceKeyOrNot() throws IOException {
    try (StubTarget bad = failing(503);
        StubTarget good = StubTarget.answering(200, "good");
        RunningRouter router =
            new RunningRouter("  retry-buffer: 1KiB\n", bad.port(), good.port())) {
      assertThat(router.send(keyed(router, "POST", "x".repeat(2_000))).statusCode()).isEqualTo(503);
      assertThat(good.hits()).isZero();
    }
  }

  /** Fails its first request and answers the others. */
  private static StubTarget failingOnce() {
    AtomicBoolean failed = new AtomicBoolean();
    return new StubTarget(
        request -> {
          boolean isFirst = !failed.getAndSet(true);
          StubTarget.answer(request, isFirst ? 500 : 200, isFirst ? "" : StubTarget.GUEST, "2nd");
        });
  }

  @Test
  void aTargetThatDidNotFailLatelyTakesEverythingFromOneThatDoes() {
    try (StubTarget bad = failing(503);
        StubTarget good = StubTarget.answering(200, "good");
        RunningRouter router = new RunningRouter(NO_BUDGET, bad.port(), good.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(router.get("/f").body()).isEqualTo("good");
      }
      assertThat(exhausted(router)).isZero();
    }
  }

  @Test
  void withoutABudgetTheFailedTargetsAnswerIsTheAnswer() {
    try (StubTarget first = failing(503);
        StubTarget second = failingOnce();
        RunningRouter router = new RunningRouter(NO_BUDGET, first.port(), second.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(500);
      HttpResponse<String> answer = router.get("/f");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("bad");
      assertThat(second.hits()).isEqualTo(1);
      assertThat(exhausted(router)).isEqualTo(1);
    }
  }

  @Test
  void withoutABudgetADeadConnectionIsABadGateway() throws IOException {
    try (RawTarget dying = new RawTarget((socket, head) -> RawTarget.reset(socket));
        StubTarget second = failingOnce();
        RunningRouter router = new RunningRouter(NO_BUDGET, dying.port(), second.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(500);
      assertThat(router.get("/f").statusCode()).isEqualTo(502);
      assertThat(second.hits()).isEqualTo(1);
      assertThat(dying.connections()).isEqualTo(2);
      assertThat(exhausted(router)).isEqualTo(1);
    }
  }

  @Test
  void whatNoTargetGotMovesOnWithoutABudget() {
    try (StubTarget dead = StubTarget.answering(200, "dead");
        StubTarget good = StubTarget.answering(200, "good");
        RunningRouter router = new RunningRouter(NO_BUDGET, dead.port(), good.port())) {
      dead.kill();
      for (int i = 0; i < 20; i++) {
        assertThat(router.get("/f").body()).isEqualTo("good");
      }
      assertThat(exhausted(router)).isZero();
      dead.bringBack();
    }
  }

  @Test
  void theBudgetBoundsWhatAStormOfFailuresSendsElsewhere() {
    try (StubTarget first = failing(503);
        StubTarget second = failingOnce();
        RunningRouter router =
            new RunningRouter(
                "  retry-budget: {share: 50%, per-second: 0}\n", first.port(), second.port())) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        statuses.add(router.get("/f").statusCode());
      }
      assertThat(statuses).containsExactly(500, 200, 503, 200);
      assertThat(exhausted(router)).isEqualTo(1);
    }
  }

  private static int exhausted(RunningRouter router) {
    return router
        .admin("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("wayfare_retry_budget_exhausted_total{function=\"f\"}"))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}

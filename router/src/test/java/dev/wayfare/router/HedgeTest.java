package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to requests whose answer takes longer than most. */
final class HedgeTest {
  private static final String HEDGE = "  try-timeout: 20s\npolicy: {hedge: 50}\n";

  /** Answers at once until it is told to keep a request. */
  private static final class Holding implements AutoCloseable {
    final AtomicReference<HttpServerRequest> held = new AtomicReference<>();
    final CountDownLatch closed = new CountDownLatch(1);
    final StubTarget target;
    private volatile boolean holds;

    Holding(String name) {
      target =
          new StubTarget(
              request -> {
                if (holds) {
                  request.resume();
                  request.response().closeHandler(gone -> closed.countDown());
                  held.set(request);
                } else {
                  StubTarget.answer(request, 200, StubTarget.GUEST, name);
                }
              });
    }

    void hold() {
      holds = true;
    }

    void release(String body) {
      Await.until("it has the request", () -> held.get() != null);
      StubTarget.answer(held.get(), 200, StubTarget.GUEST, body);
    }

    @Override
    public void close() {
      target.close();
    }
  }

  private static void warm(RunningRouter router) {
    for (int i = 0; i < 8; i++) {
      assertThat(router.post("/f", "not hedged").body()).isEqualTo("cheap");
    }
  }

  private static CompletableFuture<HttpResponse<String>> inBackground(
      RunningRouter router, HttpRequest.Builder request) {
    return CompletableFuture.supplyAsync(
        () -> router.send(request), task -> Thread.ofVirtual().start(task));
  }

  private static String metric(RunningRouter router, String line) {
    return router
        .admin("/metrics")
        .body()
        .lines()
        .filter(it -> it.startsWith(line + " "))
        .findFirst()
        .orElse("none");
  }

  @Test
  void aSlowAnswerIsOvertakenByTheNextTargetAndCutOffAndCharged() throws InterruptedException {
    try (Holding cheap = new Holding("cheap");
        StubTarget dear = StubTarget.answering(200, "dear");
        RunningRouter router = new RunningRouter(HEDGE, cheap.target.port(), dear.port())) {
      warm(router);
      String spend =
          "wayfare_spend_month_to_date_usd{account=\"edge/edge\",function=\"f\",target=\"t0\"}";
      String before = metric(router, spend);
      cheap.hold();
      HttpResponse<String> answer =
          router.send(HttpRequest.newBuilder(router.uri("/f")).header("x-request-id", "slow"));
      assertThat(answer.body()).isEqualTo("dear");
      assertThat(cheap.closed.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(router.admin("/decisions/slow").body())
          .containsPattern("\"tries\":\\[\\{\"target\":\"t0\",\"outcome\":\"outrun\"")
          .containsPattern("\"target\":\"t1\",\"outcome\":\"answered\"");
      assertThat(metric(router, "wayfare_hedges_total{function=\"f\",target=\"t1\"}"))
          .endsWith(" 1.0");
      assertThat(metric(router, spend)).isNotEqualTo(before);
      assertThat(router.targetField("t0", "failures")).isEqualTo("0");
    }
  }

  /** By a lower bound: what was waited for the other target is no time of the router's. */
  @Test
  void waitingForTheOneThatIsLeftIsNoOverhead() throws InterruptedException {
    try (Holding cheap = new Holding("cheap");
        Holding dear = new Holding("dear");
        RunningRouter router = new RunningRouter(HEDGE, cheap.target.port(), dear.target.port())) {
      warm(router);
      cheap.hold();
      dear.hold();
      double before = upstreamSeconds(router);
      long sentNanos = System.nanoTime();
      var answer = inBackground(router, HttpRequest.newBuilder(router.uri("/f")));
      Await.until("both have it", () -> cheap.held.get() != null && dear.held.get() != null);
      cheap.held.get().connection().close();
      Await.until("one has failed", () -> router.targetField("t0", "failures").equals("1"));
      long leftNanos = System.nanoTime();
      long waitNanos = 2 * (leftNanos - sentNanos) + TimeUnit.MILLISECONDS.toNanos(50);
      Await.until("time has passed", () -> System.nanoTime() - leftNanos > waitNanos);
      dear.release("late");
      assertThat(answer.join().body()).isEqualTo("late");
      Await.until(
          "it is counted", () -> upstreamSeconds(router) - before >= (double) waitNanos / 1e9);
    }
  }

  private static double upstreamSeconds(RunningRouter router) {
    String line = metric(router, "wayfare_upstream_seconds_sum");
    return Double.parseDouble(line.substring(line.indexOf(' ') + 1));
  }

  @Test
  void theSlowOneWinsWhereItIsTheFirstToAnswer() throws InterruptedException {
    try (Holding cheap = new Holding("cheap");
        Holding dear = new Holding("dear");
        RunningRouter router = new RunningRouter(HEDGE, cheap.target.port(), dear.target.port())) {
      warm(router);
      cheap.hold();
      dear.hold();
      var answer = inBackground(router, HttpRequest.newBuilder(router.uri("/f")));
      Await.until("both have it", () -> dear.held.get() != null);
      cheap.release("slow but first");
      assertThat(answer.join().body()).isEqualTo("slow but first");
      assertThat(dear.closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aHedgeThatFailsLeavesTheRequestToTheFirstTarget() {
    try (Holding cheap = new Holding("cheap");
        StubTarget dear =
            new StubTarget(
                request -> {
                  StubTarget.answer(request, 503, "", "bad");
                  cheap.release("late");
                });
        RunningRouter router = new RunningRouter(HEDGE, cheap.target.port(), dear.port())) {
      warm(router);
      cheap.hold();
      assertThat(router.get("/f").body()).isEqualTo("late");
      assertThat(dear.hits()).isEqualTo(1);
    }
  }

  @Test
  void aFirstTargetThatFailsAfterTheHedgeLeavesTheRequestToThat() {
    try (Holding cheap = new Holding("cheap");
        Holding dear = new Holding("dear");
        RunningRouter router = new RunningRouter(HEDGE, cheap.target.port(), dear.target.port())) {
      warm(router);
      cheap.hold();
      dear.hold();
      var answer = inBackground(router, HttpRequest.newBuilder(router.uri("/f")));
      Await.until("both have it", () -> cheap.held.get() != null && dear.held.get() != null);
      cheap.held.get().connection().close();
      Await.until("it failed", () -> router.targetField("t0", "failures").equals("1"));
      dear.release("hedged");
      assertThat(answer.join().body()).isEqualTo("hedged");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST 10", "PUT 200000"})
  void whatMustNotBeSentTwiceIsNot(String what) {
    String[] methodAndLength = what.split(" ", -1);
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofString("x".repeat(Integer.parseInt(methodAndLength[1])));
    try (Holding cheap = new Holding("cheap");
        StubTarget dear = StubTarget.answering(200, "dear");
        RunningRouter router = new RunningRouter(HEDGE, cheap.target.port(), dear.port())) {
      warm(router);
      cheap.hold();
      var answer =
          inBackground(
              router, HttpRequest.newBuilder(router.uri("/f")).method(methodAndLength[0], body));
      Await.until("the first has it", () -> cheap.held.get() != null);
      HttpServerRequest held = cheap.held.get();
      // Later than that by all that a hedge takes.
      assertThat(router.get("/f").body()).isEqualTo("dear");
      StubTarget.answer(held, 200, StubTarget.GUEST, "once");
      assertThat(answer.join().body()).isEqualTo("once");
      assertThat(dear.hits()).isEqualTo(1);
    }
  }

  @Test
  void withoutABudgetNothingIsHedged() {
    try (Holding cheap = new Holding("cheap");
        StubTarget dear = StubTarget.answering(200, "dear");
        RunningRouter router =
            new RunningRouter(
                "  retry-budget: {share: 0%, per-second: 0}\n" + HEDGE,
                cheap.target.port(),
                dear.port())) {
      warm(router);
      cheap.hold();
      var answer = inBackground(router, HttpRequest.newBuilder(router.uri("/f")));
      String exhausted = "wayfare_retry_budget_exhausted_total{function=\"f\"}";
      Await.until("it is due", () -> metric(router, exhausted).endsWith(" 1.0"));
      cheap.release("patience");
      assertThat(answer.join().body()).isEqualTo("patience");
      assertThat(dear.hits()).isZero();
    }
  }

  @Test
  void withoutThePolicyNothingIsHedged() {
    try (Holding cheap = new Holding("cheap");
        StubTarget dear = StubTarget.answering(200, "dear");
        RunningRouter router =
            new RunningRouter("  try-timeout: 1s\n", cheap.target.port(), dear.port())) {
      warm(router);
      cheap.hold();
      assertThat(router.get("/f").body()).isEqualTo("dear");
      assertThat(router.targetField("t0", "failures")).isEqualTo("1");
    }
  }
}

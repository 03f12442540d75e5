package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy in the file does to real requests. */
final class PolicyRoutingTest {
  private static final int CHEAP_STATUS = 201;
  private static final int DEAR_STATUS = 202;
  private static final int REFUSED = 503;
  private static final long MISSES_MILLIS = 250;

  private static StubTarget answering(int status) {
    return new StubTarget(request -> request.response().setStatusCode(status).end());
  }

  @Test
  void aCheapTargetThatMissesTheLatencyTargetLosesItsTraffic() throws Exception {
    try (StubTarget slow =
            new StubTarget(
                request ->
                    CompletableFuture.delayedExecutor(MISSES_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(() -> request.response().setStatusCode(CHEAP_STATUS).end()));
        StubTarget dear = answering(DEAR_STATUS);
        RunningRouter router =
            new RunningRouter(
                "policy: {latency: 60ms, exploration: 0%}\n", slow.port(), dear.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(CHEAP_STATUS);
      Await.until("the dear one is used", () -> router.get("/f").statusCode() == DEAR_STATUS);
      for (int i = 0; i < 20; i++) {
        assertThat(router.get("/f").statusCode()).isEqualTo(DEAR_STATUS);
      }
    }
  }

  @Test
  void equalTargetsShareTheRequests() throws Exception {
    try (StubTarget one = answering(CHEAP_STATUS);
        StubTarget two = answering(DEAR_STATUS);
        RunningRouter router =
            new RunningRouter(
                "policy: {tolerance: 100%, exploration: 0%}\n", one.port(), two.port())) {
      Set<Integer> seen = new TreeSet<>();
      Await.until(
          "both were used",
          () -> {
            seen.add(router.get("/f").statusCode());
            return seen.equals(Set.of(CHEAP_STATUS, DEAR_STATUS));
          });
    }
  }

  @Test
  void onceTheBudgetIsSpentRequestsAreRefusedAndTheReasonIsForTheAdminAlone() throws Exception {
    try (StubTarget one = answering(CHEAP_STATUS);
        RunningRouter router = new RunningRouter("budget: {usd-per-day: 0.000003}\n", one.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(CHEAP_STATUS);
      AtomicReference<HttpResponse<String>> last = new AtomicReference<>();
      Await.until(
          "the money is spent",
          () -> {
            last.set(router.get("/f"));
            return last.get().statusCode() == REFUSED;
          });
      assertThat(one.hits()).isGreaterThanOrEqualTo(3);
      assertThat(last.get().body()).contains("no target of this function may be used now");
      String id = last.get().headers().firstValue("x-request-id").orElseThrow();
      assertThat(router.admin("/decisions/" + id).body())
          .contains("\"verdict\":\"kept out: the budget of 0.000003 USD a day is spent\"");
      assertThat(router.admin("/metrics").body()).contains("wayfare_budget_spent 1.0");
    }
  }

  @Test
  void aTargetWhoseBudgetIsSpentLeavesItsRequestsToOthers() throws Exception {
    try (StubTarget one = answering(CHEAP_STATUS);
        StubTarget two = answering(DEAR_STATUS);
        RunningRouter router =
            new RunningRouter(
                "",
                List.of("http://127.0.0.1:" + one.port(), "http://127.0.0.1:" + two.port()),
                "budget: {usd-per-month: 0.000002}")) {
      assertThat(router.get("/f").statusCode()).isEqualTo(CHEAP_STATUS);
      Await.until("the second is used", () -> router.get("/f").statusCode() == DEAR_STATUS);
      Await.until("both are spent", () -> router.get("/f").statusCode() == REFUSED);
    }
  }

  @Test
  void aBusyTargetIsCountedUntilItAnswers() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (StubTarget target =
            new StubTarget(
                request ->
                    Thread.startVirtualThread(
                        () -> {
                          try {
                            held.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                          request.response().end();
                        }));
        RunningRouter router = new RunningRouter("", target.port())) {
      Thread client = Thread.startVirtualThread(() -> router.get("/f"));
      Await.until("it is busy", () -> router.targetField("t0", "inFlight").equals("1"));
      held.countDown();
      client.join();
      Await.until("it is idle", () -> router.targetField("t0", "inFlight").equals("0"));
    }
  }

  @Test
  void carbonIsExplainedAndIsNotInTheFare(@TempDir Path folder) throws Exception {
    Path carbon = folder.resolve("carbon.yaml");
    Files.writeString(carbon, "local: 500\n");
    try (StubTarget one = answering(CHEAP_STATUS);
        StubTarget two = answering(DEAR_STATUS);
        RunningRouter router =
            new RunningRouter(
                "policy: {exploration: 0%%, carbon: {file: %s, usd-per-tonne: 80}}\n"
                    .formatted(carbon),
                one.port(),
                two.port())) {
      router.send(HttpRequest.newBuilder(router.uri("/f")).header("x-request-id", "weighed"));
      // 10 ms, until more is known, of 128 MiB: 0.0714 vCPU and 0.125 GB, at 500 g/kWh.
      assertThat(router.admin("/decisions/weighed").body())
          .contains("\"verdict\":\"the cheapest, carbon counted\"")
          .contains("\"fareUsdEstimate\":\"0.000001\"")
          .contains("\"carbonGramsEstimate\":\"0.000000296\",\"carbonUsd\":\"0.000000000024\"");
    }
  }
}

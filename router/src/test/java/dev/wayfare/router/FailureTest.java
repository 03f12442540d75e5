package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers see, and do not see, when targets fail. */
final class FailureTest {
  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static HttpRequest.Builder put(RunningRouter router, String body) {
    return HttpRequest.newBuilder(router.uri("/f")).PUT(HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void aRefusedConnectionSendsAnyRequestToTheNextTarget() throws IOException {
    try (StubTarget good =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("", unusedPort(), good.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(200);
      assertThat(router.post("/f", "x".repeat(200_000)).body()).hasSize(200_000);
      assertThat(router.send(put(router, "abc")).body()).isEqualTo("abc");
    }
  }

  @Test
  void whereNoOtherHelpsATargetThatCouldNotBeConnectedToIsTriedOnceMore() {
    try (StubTarget away = StubTarget.answering(200, "back");
        StubTarget failing = StubTarget.answering(200, "");
        RunningRouter router = new RunningRouter("", away.port(), failing.port())) {
      failing.handle(
          request -> {
            away.bringBack();
            request.response().setStatusCode(503).end();
          });
      away.kill();
      assertThat(router.get("/f").body()).isEqualTo("back");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "close", "garbage", "half a head"})
  void aConnectionThatDiesBeforeTheAnswerSendsASafeRequestToTheNextTarget(String death)
      throws IOException {
    try (RawTarget bad = new RawTarget((socket, head) -> die(socket, death));
        StubTarget good =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("", bad.port(), good.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(200);
      assertThat(router.send(put(router, "abc")).body()).isEqualTo("abc");
      HttpResponse<String> posted = router.post("/f", "abc");
      assertThat(posted.statusCode()).isEqualTo(502);
      assertThat(posted.body())
          .matches("No target answered this request; try again later. Request id: .*\n");
      assertThat(good.hits()).isEqualTo(2);
      assertThat(router.targetField("t0", "failures")).isEqualTo("3");
    }
  }

  private static void die(java.net.Socket socket, String how) throws IOException {
    switch (how) {
      case "reset" -> RawTarget.reset(socket);
      case "close" -> socket.close();
      case "garbage" -> RawTarget.write(socket, "\u0001\u0002 what?\n\n");
      default -> {
        RawTarget.write(socket, "HTTP/1.1 200 O");
        RawTarget.reset(socket);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"500 " + StubTarget.SHIM, "503 x", "502 " + StubTarget.SHIM})
  void aPlatformsErrorSendsASafeRequestToTheNextTarget(String answer) {
    int status = Integer.parseInt(answer.substring(0, 3));
    try (StubTarget bad = failing(status, answer.substring(4));
        StubTarget good = StubTarget.answering(200, "good");
        RunningRouter router = new RunningRouter("", bad.port(), good.port())) {
      assertThat(router.get("/f").body()).isEqualTo("good");
      assertThat(router.post("/f", "x").statusCode()).isEqualTo(status);
      assertThat(good.hits()).isEqualTo(1);
    }
  }

  private static StubTarget failing(int status, String meter) {
    return new StubTarget(request -> StubTarget.answer(request, status, meter, "bad"));
  }

  @Test
  void theLastTargetsErrorIsPassedOnAsItIs() {
    try (StubTarget first = failing(503, "x");
        StubTarget last = failing(500, StubTarget.SHIM);
        RunningRouter router = new RunningRouter("", first.port(), last.port())) {
      HttpResponse<String> answer = router.get("/f");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("bad");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {StubTarget.GUEST, "v=1, origin=shim, fault=guest, handler-us=1"})
  void aGuestsOwnErrorIsTheAnswerAndNoFailure(String meter) {
    try (StubTarget guest = failing(500, meter);
        StubTarget other = StubTarget.answering(200, "other");
        RunningRouter router = new RunningRouter("", guest.port(), other.port())) {
      for (int i = 0; i < 30; i++) {
        assertThat(router.get("/f").statusCode()).isEqualTo(500);
      }
      assertThat(other.hits()).isZero();
      assertThat(router.targetField("t0", "breaker")).isEqualTo("closed");
      assertThat(router.targetField("t0", "failures")).isEqualTo("0");
    }
  }

  @Test
  void whatATargetCannotCarryIsTriedElsewhereAndItIsNotBlamed() {
    try (StubTarget narrow = failing(502, "v=1, origin=shim, fault=carrier, handler-us=1");
        StubTarget other = StubTarget.answering(200, "other");
        RunningRouter router = new RunningRouter("", narrow.port(), other.port())) {
      for (int i = 0; i < 30; i++) {
        assertThat(router.get("/f").body()).isEqualTo("other");
      }
      assertThat(router.targetField("t0", "breaker")).isEqualTo("closed");
      assertThat(router.targetField("t0", "failures")).isEqualTo("0");
    }
  }

  @Test
  void aPostThatWasThrottledWasNotRunAndMovesOn() {
    try (StubTarget busy = failing(429, "x");
        StubTarget other = StubTarget.answering(200, "other");
        RunningRouter router = new RunningRouter("", busy.port(), other.port())) {
      assertThat(router.post("/f", "once").body()).isEqualTo("other");
      assertThat(router.get("/f").body()).isEqualTo("other");
    }
  }

  @Test
  void aTargetThatNeverAnswersTimesOut() {
    try (StubTarget silent = new StubTarget(request -> {});
        StubTarget good = StubTarget.answering(200, "good");
        RunningRouter router =
            new RunningRouter("  try-timeout: 2s\n", silent.port(), good.port());
        RunningRouter warming = new RunningRouter("", good.port());
        RunningRouter alone = new RunningRouter("  timeout: 2s\n", silent.port())) {
      assertThat(warming.get("/f").body()).isEqualTo("good");
      assertThat(router.get("/f").body()).isEqualTo("good");
      assertThat(router.post("/f", "x").statusCode()).isEqualTo(504);
      HttpResponse<String> answer = alone.get("/f");
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body())
          .matches("No target answered this request in time; try again later. Request id: .*\n");
    }
  }

  @Test
  void aClientThatIsSlowToSendItsBodyIsNotTheTargetsFault() throws IOException {
    try (StubTarget target =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router =
            new RunningRouter("  timeout: 2s\n  try-timeout: 1s\n", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(), "POST /f HTTP/1.1\nHost: a\nContent-Length: 99999\n\npart");
      assertThat(answer)
          .startsWith("HTTP/1.1 408")
          .contains("The request's body did not arrive in time.");
      assertThat(router.targetField("t0", "failures")).isEqualTo("0");
    }
  }

  @Test
  void aTargetThatIsSilentAfterAStreamedBodyTimesOut() throws IOException {
    try (StubTarget silent = new StubTarget(request -> request.resume());
        RunningRouter router =
            new RunningRouter("  timeout: 20s\n  try-timeout: 2s\n", silent.port())) {
      assertThat(router.post("/f", "x".repeat(200_000)).statusCode()).isEqualTo(504);
      assertThat(router.targetField("t0", "failures")).isEqualTo("1");
    }
  }

  @Test
  void anAnswerThatStallsIsTheTargetsFault() throws IOException {
    try (RawTarget bad =
            new RawTarget(
                (socket, head) -> {
                  RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: 100\n\npart");
                  socket.getInputStream().readAllBytes();
                });
        RunningRouter router = new RunningRouter("  timeout: 2s\n", bad.port())) {
      assertThat(RawClient.exchange(router.port(), "GET /f HTTP/1.1\nHost: a\n\n"))
          .startsWith("HTTP/1.1 200");
      assertThat(router.targetField("t0", "failures")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"099", "600", "999"})
  void aStatusThatNoAnswerHasSendsASafeRequestToTheNextTarget(String status) throws IOException {
    try (RawTarget odd =
            new RawTarget(
                (socket, head) ->
                    RawTarget.write(socket, "HTTP/1.1 " + status + " Odd\nContent-Length: 0\n\n"));
        StubTarget good = StubTarget.answering(200, "good");
        RunningRouter router = new RunningRouter("", odd.port(), good.port())) {
      assertThat(router.get("/f").body()).isEqualTo("good");
      assertThat(router.post("/f", "x").statusCode()).isEqualTo(502);
      assertThat(router.targetField("t0", "failures")).isEqualTo("2");
    }
  }

  @Test
  void aWaitForTheRoutersOwnConnectionsIsNotTheTargetsFault() throws IOException {
    int requests = 4 * Math.max(2, Runtime.getRuntime().availableProcessors());
    List<RawClient> clients = new ArrayList<>();
    try (StubTarget silent = new StubTarget(request -> {});
        RunningRouter router =
            new RunningRouter(
                "  timeout: 10s\n  try-timeout: 2s\n  max-connections-per-target: 1\n",
                silent.port())) {
      int crowdedOut = 0;
      for (int i = 0; i < requests; i++) {
        RawClient client = new RawClient(router.port());
        clients.add(client);
        client.send("POST /f HTTP/1.1\nHost: a\nConnection: close\n\n");
      }
      for (RawClient client : clients) {
        crowdedOut += client.readAll().contains("too many requests wait") ? 1 : 0;
        client.close();
      }
      assertThat(crowdedOut).isPositive();
      assertThat(Integer.parseInt(router.targetField("t0", "failures")))
          .isLessThanOrEqualTo(silent.hits());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\nContent-Length: 100\n\npart",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\npart\n",
      })
  void anAnswerThatBreaksNeverLooksWhole(String part) throws IOException {
    try (RawTarget bad = new RawTarget((socket, head) -> RawTarget.write(socket, part));
        RunningRouter router = new RunningRouter("", bad.port())) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  router.trySend(
                      HttpRequest.newBuilder(router.uri("/f")),
                      HttpResponse.BodyHandlers.ofString()));
      String raw = RawClient.exchange(router.port(), "GET /f HTTP/1.1\nHost: a\n\n");
      assertThat(raw).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
      Await.until("both are failures", () -> router.targetField("t0", "failures").equals("2"));
    }
  }

  @Test
  void aClientThatGoesAwayEndsTheCallToTheTarget() throws IOException {
    AtomicBoolean began = new AtomicBoolean();
    AtomicBoolean ended = new AtomicBoolean();
    try (StubTarget slow =
            new StubTarget(
                request -> {
                  began.set(true);
                  request.response().closeHandler(closed -> ended.set(true));
                });
        RunningRouter router = new RunningRouter("", slow.port())) {
      try (RawClient client = new RawClient(router.port())) {
        client.send("GET /f HTTP/1.1\nHost: a\n\n");
        Await.until("the call began", began::get);
      }
      Await.until("the call ended", ended::get);
      assertThat(router.targetField("t0", "failures")).isEqualTo("0");
    }
  }

  @Test
  void aClientThatGoesAwayInTheMiddleOfItsBodyEndsTheCallToo() throws IOException {
    AtomicBoolean began = new AtomicBoolean();
    AtomicBoolean ended = new AtomicBoolean();
    try (StubTarget slow =
            new StubTarget(
                request -> {
                  request.handler(chunk -> began.set(true));
                  request.exceptionHandler(closed -> ended.set(true));
                });
        RunningRouter router = new RunningRouter("", slow.port())) {
      try (RawClient client = new RawClient(router.port())) {
        client.send("POST /f HTTP/1.1\nHost: a\nContent-Length: 99999\n\npart");
        Await.until("the call began", began::get);
      }
      Await.until("the call ended", ended::get);
    }
  }

  @Test
  void repeatedFailuresOpenTheBreakerAndTheTargetIsLeftAlone() {
    AtomicBoolean sick = new AtomicBoolean(true);
    Handler<HttpServerRequest> behaviour =
        request ->
            StubTarget.answer(request, sick.get() ? 503 : 200, sick.get() ? "x" : "", "cheap");
    try (StubTarget cheap = new StubTarget(behaviour);
        StubTarget dear = StubTarget.answering(200, "dear");
        RunningRouter router = new RunningRouter("", cheap.port(), dear.port())) {
      Await.until(
          "the breaker is open",
          () -> {
            assertThat(router.get("/f").body()).isEqualTo("dear");
            return router.targetField("t0", "breaker").equals("open");
          });
      assertThat(router.admin("/readyz").statusCode()).isEqualTo(200);
      sick.set(false);
      Await.until("traffic returns", () -> router.get("/f").body().equals("cheap"));
      Await.until(
          "the breaker is closed",
          () -> router.get("/f") != null && router.targetField("t0", "breaker").equals("closed"));
    }
  }

  @Test
  void withOnlyUnsafeTrafficAProbeBringsATargetBack() {
    AtomicBoolean sick = new AtomicBoolean(true);
    try (StubTarget cheap =
            new StubTarget(
                request -> StubTarget.answer(request, sick.get() ? 503 : 200, "", "cheap"));
        StubTarget dear = StubTarget.answering(200, "dear");
        RunningRouter router = new RunningRouter("", cheap.port(), dear.port())) {
      Await.until("the dear one gets it", () -> router.post("/f", "x").body().equals("dear"));
      sick.set(false);
      Await.until("traffic returns", () -> router.post("/f", "x").body().equals("cheap"));
    }
  }

  @Test
  void killingTheCheapestTargetUnderLoadLosesNoSafeRequestAndTrafficReturns()
      throws InterruptedException {
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicInteger fromCheap = new AtomicInteger();
    List<String> lost = java.util.Collections.synchronizedList(new ArrayList<>());
    try (StubTarget cheap = StubTarget.answering(200, "cheap");
        StubTarget dear = StubTarget.answering(200, "dear");
        RunningRouter router = new RunningRouter("", cheap.port(), dear.port())) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        clients.add(
            Thread.startVirtualThread(
                () -> {
                  while (running.get()) {
                    HttpResponse<String> answer = router.get("/f");
                    if (answer.statusCode() != 200) {
                      lost.add(answer.statusCode() + " " + answer.body());
                    } else if (answer.body().equals("cheap")) {
                      fromCheap.incrementAndGet();
                    }
                  }
                }));
      }
      Await.until("the cheap one is busy", () -> fromCheap.get() > 200);
      cheap.kill();
      Await.until("it is given up", () -> router.targetField("t0", "breaker").equals("open"));
      int before = fromCheap.get();
      cheap.bringBack();
      Await.until("traffic returns", () -> fromCheap.get() > before + 200);
      running.set(false);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(lost).isEmpty();
    }
  }

  @Test
  void whereEveryTargetFailsRequestsAreShedUntilOneIsBack() throws IOException {
    try (StubTarget only = StubTarget.answering(200, "back");
        RunningRouter router = new RunningRouter("", only.port())) {
      only.kill();
      Await.until(
          "requests are shed",
          () -> {
            HttpResponse<String> answer = router.get("/f");
            assertThat(answer.statusCode()).isIn(502, 503);
            return answer.statusCode() == 503
                && answer.headers().firstValue("retry-after").isPresent()
                && answer.body().contains("every target of this function is failing");
          });
      assertThat(router.admin("/readyz").statusCode()).isEqualTo(503);
      assertThat(router.admin("/readyz").body())
          .isEqualTo("not ready: every target of function \"f\" is failing\n");
      only.bringBack();
      Await.until("it is back", () -> router.get("/f").statusCode() == 200);
    }
  }

  @Test
  void aConnectionThatWentStaleIsReplacedEvenForTheOnlyTarget() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    try (RawTarget target =
            new RawTarget(
                (socket, head) -> {
                  requests.incrementAndGet();
                  RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: 0\n\n");
                  RawClient.readHead(socket.getInputStream());
                  RawTarget.reset(socket);
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(router.get("/f").statusCode()).isEqualTo(200);
      assertThat(router.get("/f").statusCode()).isEqualTo(200);
      assertThat(requests.get()).isEqualTo(2);
    }
  }
}

package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What a router does that has as much as it can take. */
final class OverloadTest {
  private static final String GET = "GET /f HTTP/1.1\nHost: a\nConnection: close\n\n";

  private static boolean shows(RunningRouter router, String line) {
    return router.admin("/metrics").body().lines().anyMatch(line::equals);
  }

  @Test
  void aRequestTooManyIsRefusedAtOnceAndTheNextIsServedOnceOneHasEnded() throws IOException {
    Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    try (StubTarget target = new StubTarget(held::add);
        RunningRouter router = new RunningRouter("  max-requests: 1\n", target.port());
        RawClient first = new RawClient(router.port())) {
      first.send(GET);
      Await.until("the first is under way", () -> held.size() == 1);
      HttpResponse<String> second = router.get("/f");
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("retry-after")).hasValue("1");
      assertThat(second.body()).contains("the router has as many requests as it can take");
      StubTarget.answer(held.remove(), 200, StubTarget.GUEST, "served");
      assertThat(first.readAll()).endsWith("served");
      target.handle(request -> StubTarget.answer(request, 200, StubTarget.GUEST, "next"));
      Await.until("it has ended", () -> shows(router, "wayfare_requests_under_way 0.0"));
      assertThat(router.get("/f").body()).isEqualTo("next");
      assertThat(shows(router, "wayfare_load_shed_total 1.0")).isTrue();
    }
  }

  @Test
  void whateverBecomesOfRequestsTheyDoNotCountForEver() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "good");
        RunningRouter router = new RunningRouter("  max-request-body: 1KiB\n", target.port())) {
      router.get("/nowhere");
      router.post("/f", "x".repeat(2_000));
      router.post("/f", "x");
      try (RawClient gone = new RawClient(router.port())) {
        gone.send("POST /f HTTP/1.1\nHost: a\nContent-Length: 9\n\npart");
        Await.until("it began", () -> shows(router, "wayfare_requests_under_way 1.0"));
        assertThat(shows(router, "wayfare_retry_memory_bytes 9.0")).isTrue();
      }
      Await.until("none is under way", () -> shows(router, "wayfare_requests_under_way 0.0"));
      assertThat(shows(router, "wayfare_retry_memory_bytes 0.0")).isTrue();
    }
  }

  @Test
  void aBodyThatNoRoomIsLeftForIsSentOnce() {
    try (StubTarget bad = new StubTarget(request -> StubTarget.answer(request, 503, "", "bad"));
        StubTarget good =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("  retry-memory: 5B\n", bad.port(), good.port())) {
      assertThat(put(router, "12345").body()).isEqualTo("12345");
      assertThat(put(router, "123456").statusCode()).isEqualTo(503);
      assertThat(put(router, "12345").body()).isEqualTo("12345");
    }
  }

  private static HttpResponse<String> put(RunningRouter router, String body) {
    return router.send(
        HttpRequest.newBuilder(router.uri("/f")).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void aConnectionTooManyIsClosedAtOnceAndTheNextIsServedOnceOneHasEnded() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "good");
        RunningRouter router = new RunningRouter("  max-client-connections: 2\n", target.port())) {
      try (RawClient first = new RawClient(router.port());
          RawClient second = new RawClient(router.port())) {
        Await.until("both are open", () -> shows(router, "wayfare_client_connections 2.0"));
        try (RawClient third = new RawClient(router.port())) {
          assertThat(third.readAll()).isEmpty();
        }
        first.send(GET);
        second.send(GET);
        assertThat(first.readAll()).endsWith("good");
        assertThat(second.readAll()).endsWith("good");
      }
      Await.until("both are closed", () -> shows(router, "wayfare_client_connections 0.0"));
      assertThat(router.get("/f").body()).isEqualTo("good");
      assertThat(shows(router, "wayfare_client_connections_closed_total 1.0")).isTrue();
    }
  }
}

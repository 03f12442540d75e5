package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What becomes of requests beyond what targets may have at once. */
final class ConcurrencyTest {
  private static StubTarget holding(Queue<HttpServerRequest> held) {
    return new StubTarget(held::add);
  }

  @Test
  void whatIsBeyondATargetsLimitGoesToTheNextAndIsRefusedWhereEachHasItsLimit() throws IOException {
    Queue<HttpServerRequest> atCheap = new ConcurrentLinkedQueue<>();
    Queue<HttpServerRequest> atDear = new ConcurrentLinkedQueue<>();
    String get = "GET /f HTTP/1.1\nHost: a\nConnection: close\n\n";
    try (StubTarget cheap = holding(atCheap);
        StubTarget dear = holding(atDear);
        RunningRouter router =
            new RunningRouter("  concurrency: {max: 1}\n", cheap.port(), dear.port());
        RawClient first = new RawClient(router.port());
        RawClient second = new RawClient(router.port())) {
      first.send(get);
      Await.until("the cheap one has a request", () -> atCheap.size() == 1);
      second.send(get);
      Await.until("the dear one has a request", () -> atDear.size() == 1);
      HttpResponse<String> third = router.get("/f");
      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.headers().firstValue("retry-after")).hasValue("1");
      assertThat(third.body()).contains("every target of this function has as many as it can take");
      StubTarget.answer(atCheap.remove(), 200, StubTarget.GUEST, "1st");
      StubTarget.answer(atDear.remove(), 200, StubTarget.GUEST, "2nd");
      assertThat(first.readAll()).endsWith("1st");
      assertThat(second.readAll()).endsWith("2nd");
      assertThat(router.admin("/metrics").body())
          .contains("wayfare_concurrency_limit{function=\"f\",target=\"t0\"} 1.0")
          .contains("wayfare_concurrency_full_total{function=\"f\",target=\"t0\"} 2.0");
    }
  }
}

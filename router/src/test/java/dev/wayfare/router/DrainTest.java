package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of requests when a router ends. */
final class DrainTest {
  /** Longer than what the test does meanwhile, and cut short by its end. */
  private static final String DRAINS = "  drain-time: 1m\n";

  private static final String GET = "GET /f HTTP/1.1\nHost: f\n\n";

  /** More than the 5 s that requests once had. */
  private static final long LONG_SECONDS = 6;

  @Test
  void whileItDrainsRequestsAreTakenAndClientsAskedToGoElsewhere() throws Exception {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter(DRAINS, target.port());
        RawClient kept = new RawClient(router.port());
        RawH2Client multiplexed = new RawH2Client(router.port())) {
      kept.send(GET);
      assertThat(kept.readHead()).contains(" 200 ").doesNotContainIgnoringCase("connection:");
      kept.read(2);
      assertThat(multiplexed.exchange(1, RawH2Client.request("GET", "/f")).status()).isEqualTo(200);
      Thread closing = Thread.ofVirtual().start(router::close);
      try {
        Await.until("it is not ready", () -> router.admin("/readyz").statusCode() == 503);
        assertThat(router.admin("/readyz").body()).isEqualTo("not ready: the router is ending\n");
        assertThat(router.admin("/healthz").statusCode()).isEqualTo(200);

        kept.send(GET);
        assertThat(kept.readAll()).contains(" 200 ").containsIgnoringCase("connection: close");

        awaitGoAway(multiplexed);
        // What was sent before the client knew.
        assertThat(multiplexed.exchange(3, RawH2Client.request("GET", "/f")).status())
            .isEqualTo(200);

        assertThat(RawClient.exchange(router.port(), GET)).contains(" 200 ");
        try (RawH2Client late = new RawH2Client(router.port())) {
          late.head(1, true, RawH2Client.request("GET", "/f"));
          awaitGoAway(late);
        }
      } finally {
        closing.interrupt();
        closing.join();
      }
      assertThatIOException().isThrownBy(() -> new RawClient(router.port()));
    }
  }

  @Test
  void whatIsUnderWayMayTakeItsTime() throws Exception {
    var held = new LinkedBlockingQueue<HttpServerRequest>();
    try (StubTarget target = new StubTarget(held::add);
        RunningRouter router = new RunningRouter("", target.port());
        RawClient client = new RawClient(router.port())) {
      client.send(GET);
      HttpServerRequest request = Objects.requireNonNull(held.poll(20, TimeUnit.SECONDS));
      CompletableFuture<Void> closed = CompletableFuture.runAsync(router::close);
      Await.until("it takes no more", () -> !accepts(router.port()));
      TimeUnit.SECONDS.sleep(LONG_SECONDS);
      assertThat(closed).isNotDone();
      StubTarget.answer(request, 200, "v=1, origin=guest, handler-us=1", "late");
      assertThat(client.readAll()).contains(" 200 ").endsWith("late");
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  /** Whatever comes before it. */
  private static void awaitGoAway(RawH2Client client) throws IOException {
    while (client.read().type() != RawH2Client.GOAWAY) {}
  }

  private static boolean accepts(int port) {
    try {
      new RawClient(port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is counted of requests. */
final class MetricsTest {
  private static double value(RunningRouter router, String series) {
    Matcher matcher =
        Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
            .matcher(router.admin("/metrics").body());
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  /** An answer whose length was said can be read before it was counted. */
  private static void awaitCounted(RunningRouter router, int requests) {
    Await.until(
        "they are counted", () -> value(router, "wayfare_overhead_seconds_count") == requests);
  }

  @Test
  void savingsAreTheDifferenceOfTwoSumsOverTheSameRequests() {
    try (StubTarget one = StubTarget.answering(200, "fine");
        RunningRouter router = new RunningRouter("", one.port(), one.port(), one.port())) {
      for (int i = 0; i < 5; i++) {
        router.get("/f");
      }
      awaitCounted(router, 5);
      // They cost 1, 2 and 3 millionths of a dollar, and all requests go to the first.
      for (int i = 0; i < 3; i++) {
        String labels = "{function=\"f\",target=\"t%d\"}".formatted(i);
        assertThat(value(router, "wayfare_alone_usd_total" + labels))
            .isCloseTo(5e-6 * (i + 1), within(1e-12));
        assertThat(value(router, "wayfare_routed_usd_total" + labels))
            .isCloseTo(5e-6, within(1e-12));
      }
      String spend = "wayfare_spend_usd_total{account=\"edge/edge\",function=\"f\",target=\"t0\"}";
      assertThat(value(router, spend)).isCloseTo(5e-6, within(1e-12));
      assertThat(value(router, spend.replace("t0", "t1"))).isZero();
    }
  }

  @Test
  void aTargetOfUnknownPriceIsComparedWithNothing() {
    try (StubTarget one = StubTarget.answering(200, "fine");
        RunningRouter router =
            new RunningRouter(
                "",
                List.of("http://127.0.0.1:" + one.port()),
                "\n"
                    + "      - {id: free, provider: edge, memory: 64MiB, endpoint:"
                    + " 'http://127.0.0.1:1'}")) {
      router.get("/f");
      awaitCounted(router, 1);
      assertThat(value(router, "wayfare_routed_usd_total{function=\"f\",target=\"t0\"}"))
          .isCloseTo(1e-6, within(1e-12));
      assertThat(value(router, "wayfare_routed_usd_total{function=\"f\",target=\"free\"}"))
          .isZero();
    }
  }

  @Test
  void requestsAreCountedByWhatTheClientGot() {
    try (StubTarget failing =
            new StubTarget(request -> request.response().setStatusCode(503).end());
        StubTarget good =
            new StubTarget(
                request -> {
                  int status = Integer.parseInt(request.getHeader("wanted"));
                  StubTarget.answer(request, status, StubTarget.GUEST, "x");
                });
        RunningRouter router = new RunningRouter("", failing.port(), good.port())) {
      for (int status : List.of(200, 204, 302, 404, 500)) {
        router.send(
            HttpRequest.newBuilder(router.uri("/f")).header("wanted", Integer.toString(status)));
      }
      router.get("/none");
      awaitCounted(router, 6);
      assertThat(value(router, "wayfare_requests_total{function=\"f\",status=\"2xx\"}"))
          .isEqualTo(2);
      assertThat(value(router, "wayfare_requests_total{function=\"f\",status=\"3xx\"}"))
          .isEqualTo(1);
      assertThat(value(router, "wayfare_requests_total{function=\"f\",status=\"4xx\"}"))
          .isEqualTo(1);
      assertThat(value(router, "wayfare_requests_total{function=\"f\",status=\"5xx\"}"))
          .isEqualTo(1);
      assertThat(value(router, "wayfare_requests_total{function=\"\",status=\"4xx\"}"))
          .isEqualTo(1);
      assertThat(value(router, "wayfare_refusals_total{cause=\"not-found\",function=\"\"}"))
          .isEqualTo(1);
      assertThat(value(router, "wayfare_retries_total{function=\"f\",target=\"t0\"}")).isPositive();
      assertThat(value(router, "wayfare_request_seconds_count{function=\"f\"}")).isEqualTo(5);
      assertThat(value(router, "wayfare_overhead_seconds_count")).isEqualTo(6);
      assertThat(value(router, "wayfare_upstream_seconds_count")).isEqualTo(5);
    }
  }

  @Test
  void anAnswerThatBreaksOffIsCountedAsCutOff() {
    try (StubTarget broken =
            new StubTarget(
                request -> {
                  request.response().putHeader("content-length", "100").write("half");
                  request.response().drainHandler(ignored -> {});
                  request.connection().close();
                });
        RunningRouter router = new RunningRouter("", broken.port())) {
      try {
        router.trySend(
            HttpRequest.newBuilder(router.uri("/f")),
            java.net.http.HttpResponse.BodyHandlers.ofString());
      } catch (java.io.IOException expected) {
        assertThat(expected).isNotNull();
      }
      Await.until(
          "it is counted",
          () -> value(router, "wayfare_requests_total{function=\"f\",status=\"cut-off\"}") == 1);
    }
  }
}

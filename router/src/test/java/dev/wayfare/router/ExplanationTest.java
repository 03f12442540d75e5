package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Decisions, asked for after the fact over real sockets. */
final class ExplanationTest {
  private static HttpResponse<String> get(RunningRouter router, String id) {
    return router.send(HttpRequest.newBuilder(router.uri("/f")).header("x-request-id", id));
  }

  @Test
  void aDecisionSaysOfEveryTargetWhyAndHowTheTriesWent() throws Exception {
    try (StubTarget broken =
            new StubTarget(request -> request.response().setStatusCode(503).end());
        StubTarget good = StubTarget.answering(200, "fine");
        RunningRouter router = new RunningRouter("", broken.port(), good.port())) {
      assertThat(get(router, "a/b%?+1").body()).isEqualTo("fine");
      HttpResponse<String> page = router.admin("/decisions/a%2Fb%25%3F+1");

      assertThat(page.headers().firstValue("content-type")).hasValue("application/json");
      assertThat(page.body())
          .startsWith("{\"id\":\"a/b%?+1\",\"function\":\"f\",\"at\":\"20")
          .contains("\"target\":\"t0\",\"reason\":\"best\",\"repeatable\":true,\"draw\":\"")
          .contains("\"remade\":true,\"percentile\":95.0")
          .contains("{\"target\":\"t0\",\"verdict\":\"the cheapest\",\"standing\":\"healthy\"")
          .contains("{\"target\":\"t1\",\"verdict\":\"dearer than t0\",\"standing\":\"healthy\"")
          .contains(
              "\"fareUsdEstimate\":\"0.000002\",\"confidence\":\"high\",\"listUsdByMeter\":{\"requests\":\"0.000002\"")
          .contains("\"latencyMillis\":50.0,\"calls\":0.0,\"measured\":false")
          .contains("\"tries\":[{\"target\":\"t0\",\"outcome\":\"failed\"")
          .contains("{\"target\":\"t1\",\"outcome\":\"answered\"");
    }
  }

  @Test
  void theNewestOfEqualIdsIsShown() throws Exception {
    try (StubTarget good = StubTarget.answering(200, "fine");
        RunningRouter router = new RunningRouter("", good.port())) {
      get(router, "same");
      Await.until(
          "the target was measured",
          () -> {
            get(router, "same");
            return router.admin("/decisions/same").body().contains("\"measured\":true");
          });
    }
  }

  @Test
  void anUnknownIdIsSaidToBeSo() throws Exception {
    try (StubTarget good = StubTarget.answering(200, "fine");
        RunningRouter router = new RunningRouter("", good.port())) {
      HttpResponse<String> page = router.admin("/decisions/none");
      assertThat(page.statusCode()).isEqualTo(404);
      assertThat(page.body()).startsWith("No such request is among the last 4096;");
      assertThat(router.admin("/decisions/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aShedRequestIsExplainedToo() throws Exception {
    int nowhere;
    try (StubTarget gone = new StubTarget(request -> {})) {
      nowhere = gone.port();
    }
    try (RunningRouter router = new RunningRouter("", nowhere)) {
      Await.until("it is shed", () -> get(router, "shed").statusCode() == 503);
      assertThat(router.admin("/decisions/shed").body())
          .contains("\"target\":null,\"shed\":\"every target of this function is failing\"")
          .contains("\"verdict\":\"its breaker is open: it failed lately\"")
          .contains("\"tries\":[]");
    }
  }
}

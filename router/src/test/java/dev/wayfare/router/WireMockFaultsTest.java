package dev.wayfare.router;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults of a server that was not written for this project; {@link FaultProofTest} has those that
 * it cannot make.
 */
final class WireMockFaultsTest {
  private final WireMockServer bad =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private final StubTarget good = StubTarget.answering(200, "good");

  @BeforeEach
  void start() {
    bad.start();
  }

  @AfterEach
  void stop() {
    good.close();
    bad.stop();
  }

  private void answer(ResponseDefinitionBuilder with) {
    bad.stubFor(any(anyUrl()).willReturn(with));
  }

  private void wasAskedAndFailed(RunningRouter router, int times) {
    bad.verify(times, anyRequestedFor(anyUrl()));
    assertThat(router.targetField("t0", "failures")).isEqualTo(Integer.toString(times));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = "MALFORMED_RESPONSE_CHUNK",
      mode = EnumSource.Mode.EXCLUDE)
  void whatIsNoAnswerSendsSafeRequestsElsewhereAndOthersNowhere(Fault fault) {
    answer(aResponse().withFault(fault));
    try (RunningRouter router = new RunningRouter("", bad.port(), good.port())) {
      assertThat(router.get("/f").body()).isEqualTo("good");
      assertThat(good.hits()).isOne();
      assertThat(router.post("/f", "once").statusCode()).isEqualTo(502);
      assertThat(good.hits()).isOne();
      wasAskedAndFailed(router, 2);
    }
  }

  @Test
  void anAnswerThatTurnsToGarbageIsCutOff() {
    answer(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    try (RunningRouter router = new RunningRouter("", bad.port(), good.port())) {
      HttpRequest.Builder request = HttpRequest.newBuilder(router.uri("/f"));
      assertThatThrownBy(() -> router.trySend(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      wasAskedAndFailed(router, 1);
      assertThat(good.hits()).isZero();
    }
  }

  @Test
  void aSilentTargetLosesItsSafeRequests() {
    answer(aResponse().withFixedDelay(60_000));
    try (RunningRouter router =
        new RunningRouter("  timeout: 10s\n  try-timeout: 1s\n", bad.port(), good.port())) {
      assertThat(router.get("/f").body()).isEqualTo("good");
      assertThat(router.post("/f", "once").statusCode()).isEqualTo(504);
      assertThat(good.hits()).isOne();
      wasAskedAndFailed(router, 2);
    }
  }

  @Test
  void anAnswerInSmallPiecesIsWhole() {
    answer(aResponse().withBody("a".repeat(10_000)).withChunkedDribbleDelay(20, 200));
    try (RunningRouter router = new RunningRouter("", bad.port(), good.port())) {
      assertThat(router.get("/f").body()).isEqualTo("a".repeat(10_000));
      assertThat(router.targetField("t0", "failures")).isEqualTo("0");
    }
  }
}

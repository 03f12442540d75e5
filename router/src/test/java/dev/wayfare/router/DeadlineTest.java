package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What targets are told about the time that a request has. */
final class DeadlineTest {
  private static StubTarget listening(AtomicReference<String> told) {
    return new StubTarget(
        request -> {
          told.set(String.valueOf(request.getHeader("wayfare-timeout-ms")));
          StubTarget.answer(request, 200, StubTarget.GUEST, "good");
        });
  }

  @Test
  void aTargetIsToldHowLongItsAnswerIsWaitedForWhateverTheClientSays() throws Exception {
    AtomicReference<String> told = new AtomicReference<>();
    try (StubTarget target = listening(told);
        RunningRouter router = new RunningRouter("  try-timeout: 7s\n", target.port())) {
      RawClient.exchange(
          router.port(), "GET /f HTTP/1.1\nHost: a\nWayfare-Timeout-Ms: 3\nConnection: close\n\n");
      assertThat(told.get()).isEqualTo("7000");
    }
  }

  @Test
  void aLaterTryIsToldWhatTheEarlierOnesHaveLeft() {
    AtomicReference<String> told = new AtomicReference<>();
    try (StubTarget silent = new StubTarget(request -> {});
        StubTarget good = listening(told);
        RunningRouter router =
            new RunningRouter("  timeout: 7s\n  try-timeout: 4s\n", silent.port(), good.port())) {
      assertThat(router.get("/f").body()).isEqualTo("good");
      assertThat(Integer.parseInt(told.get())).isBetween(1, 3_000);
    }
  }
}

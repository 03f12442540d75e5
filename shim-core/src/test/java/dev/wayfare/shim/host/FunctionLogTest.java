package dev.wayfare.shim.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Grants;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.abi.Answer;
import dev.wayfare.shim.capability.GuestLog;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FunctionLogTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final List<LogLine> lines = new ArrayList<>();
  private final FunctionLog log =
      new FunctionLog(
          lines::add,
          () -> NOW,
          HostConfig.DEFAULT.with(Grants.builder().secret("API_TOKEN", "hunter2").build()));

  @Test
  void aReasonThatAGuestWordedForgesNoLineAndTellsNoSecret() {
    failed("not a field name: \"hunter2\nrequest=id-2 \u001b[2J\"");
    log.notReady("it said hunter2\n");
    assertThat(lines)
        .containsExactly(
            new LogLine(
                NOW,
                Level.WARNING,
                "id-1",
                "host",
                "not a field name: \"***\\u000arequest=id-2 \\u001b[2J\"",
                Map.of("invocation", "7", "status", "502")),
            new LogLine(
                NOW,
                Level.WARNING,
                "",
                "host",
                "a guest did not get ready: it said ***\\u000a",
                Map.of()));
  }

  @Test
  void aReasonIsNoLongerThanALine() {
    failed("x".repeat(100_000));
    assertThat(lines.getFirst().message()).hasSizeLessThan(600).endsWith("…");
  }

  @Test
  void aGuestsLineBearsTheIdsOfItsRequest() {
    try (GuestLog guest = log.open("id-3", Map.of("invocation", "8"))) {
      guest.message(GuestLog.Level.ERROR, "say \"so\"");
    }
    assertThat(lines)
        .containsExactly(
            new LogLine(
                NOW, Level.ERROR, "id-3", "guest", "say \"so\"", Map.of("invocation", "8")));
  }

  @Test
  void aMistakeOfTheHostsOwnIsOneLineWithItsStack() {
    log.broken(arrival(), new IllegalStateException("hunter2 was here"));
    assertThat(lines)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.message()).endsWith("IllegalStateException: *** was here");
              assertThat(line.fields().get("stack"))
                  .contains("FunctionLogTest")
                  .doesNotContain("hunter2", "\n");
            });
  }

  private void failed(String reason) {
    log.failed(arrival(), new Answer.Failed(502, Answer.Fault.GUEST, reason));
  }

  private static Arrival arrival() {
    return new Arrival(
        Invocation.builder().logFields(Map.of("invocation", "7")).build(), "id-1", 0, 0);
  }
}

package dev.wayfare.shim.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Grants;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.capability.GuestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FunctionLogTest {
  private final Lines lines = new Lines();
  private final FunctionLog log =
      new FunctionLog(
          lines, HostConfig.DEFAULT.with(Grants.builder().secret("API_TOKEN", "hunter2").build()));

  @Test
  void aReasonThatAGuestWordedForgesNoLineAndTellsNoSecret() {
    log.failed("id-1", 502, "not a field name: \"hunter2\nrequest=id-2 \u001b[2J\"");
    log.notReady("it said hunter2\n");
    assertThat(lines.texts)
        .containsExactly(
            "request=id-1 status=502 reason=\"not a field name:"
                + " \\\"***\\\\u000arequest=id-2 \\\\u001b[2J\\\"\"",
            "a guest did not get ready: it said ***\\u000a");
  }

  @Test
  void aReasonIsNoLongerThanALine() {
    log.failed("id-1", 502, "x".repeat(100_000));
    assertThat(lines.texts).singleElement().asString().hasSizeLessThan(600).endsWith("…\"");
  }

  @Test
  void aGuestsLineBearsTheIdOfItsRequest() {
    try (GuestLog guest = log.open("id-3")) {
      guest.message(GuestLog.Level.ERROR, "say \"so\"");
    }
    assertThat(lines.texts).containsExactly("request=id-3 source=guest text=\"say \\\"so\\\"\"");
  }

  private static final class Lines implements System.Logger {
    private final List<String> texts = new ArrayList<>();

    @Override
    public String getName() {
      return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
      texts.add(text);
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String format, Object... parameters) {
      texts.add(format);
    }
  }
}

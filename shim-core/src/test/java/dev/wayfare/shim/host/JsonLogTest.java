package dev.wayfare.shim.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonLogTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonLog log =
      new JsonLog(
          new PrintStream(out, false, StandardCharsets.UTF_8),
          new JsonLog.Names("time", "severity", "request", "message"),
          Map.of(Level.WARNING, "WARN"));

  @Test
  void aLineIsOneObjectWithTheNamesOfTheViewer() {
    log.write(new LogLine(NOW, Level.WARNING, "id-1", "stderr", "é", Map.of("requestId", "7")));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.006Z\",\"severity\":\"WARN\",\"request\":\"id-1\","
                + "\"source\":\"stderr\",\"requestId\":\"7\",\"message\":\"é\"}\n");
  }

  @Test
  void whatBelongsToNoRequestHasNoId() {
    log.write(new LogLine(NOW, Level.ERROR, "", "host", "m", Map.of()));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.006Z\",\"severity\":\"ERROR\",\"source\":\"host\","
                + "\"message\":\"m\"}\n");
  }

  @Test
  void nothingEndsTheStringOrTheLine() {
    log.write(new LogLine(NOW, Level.INFO, "a\"b", "host", "\\ \n \u0000 \u001f \u007f", Map.of()));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"request\":\"a\\\"b\"", "\"message\":\"\\\\ \\u000a \\u0000 \\u001f \\u007f\"")
        .hasLineCount(1);
  }
}

package dev.wayfare.shim.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.capability.GuestLog.Level;
import dev.wayfare.shim.capability.GuestLog.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GuestLogTest {
  private final List<String> lines = new ArrayList<>();

  @Test
  void bytesBecomeLinesHoweverTheyAreCut() {
    try (GuestLog log = log(1000)) {
      write(log, Source.STDERR, "a");
      write(log, Source.STDOUT, "x\r\ny");
      write(log, Source.STDERR, "b\n\nc");
    }
    assertThat(lines)
        .containsExactly(
            "STDOUT INFO x", "STDERR WARN ab", "STDERR WARN ", "STDOUT INFO y", "STDERR WARN c");
  }

  @Test
  void pastTheLimitBytesAreCountedAndDropped() {
    try (GuestLog log = log(71)) {
      write(log, Source.STDERR, "12345\n789");
      write(log, Source.STDOUT, "more");
      log.message(Level.ERROR, "and more");
      log.denied("open was denied");
    }
    assertThat(lines)
        .containsExactly(
            "STDERR WARN 12345",
            "DENIED WARN open was denied",
            "STDERR WARN 78",
            "DENIED WARN 14 more bytes were dropped: the log limit is 71");
  }

  @Test
  void emptyMessagesCountToo() {
    try (GuestLog log = log(3 * 64)) {
      for (int i = 0; i < 10; i++) {
        log.message(Level.INFO, "");
      }
    }
    assertThat(lines).hasSize(4).last().asString().contains("7 more bytes were dropped");
  }

  @Test
  void aSecretIsMaskedEvenWhereTheWritesOrTheLimitCutIt() {
    try (GuestLog log = log(233, "hunter2", "hunter2-long", "nter", "line one\nline two", " ")) {
      write(log, Source.STDERR, "a hunt");
      write(log, Source.STDERR, "er2-long b\nline two\n");
      log.message(Level.DEBUG, "hunter2");
      write(log, Source.STDOUT, "xhunter2-lo");
    }
    assertThat(lines)
        .containsExactly(
            "STDERR WARN a *** b",
            "STDERR WARN ***",
            "GUEST DEBUG ***",
            "STDOUT INFO x***",
            "DENIED WARN 1 more bytes were dropped: the log limit is 233");
  }

  @Test
  void noCharacterCanForgeALineOrTurnTheText() {
    try (GuestLog log = log(1000)) {
      write(
          log, Source.STDERR, "a\rb\u001b[2Jc\u0085d\u2028e\u202ef\u0000g\th\u00e9\ud83d\ude00\n");
      log.message(Level.WARN, "one\ntwo\u0007");
    }
    assertThat(lines)
        .containsExactly(
            "STDERR WARN"
                + " a\\u000db\\u001b[2Jc\\u0085d\\u2028e\\u202ef\\u0000g\\u0009h\u00e9\ud83d\ude00",
            "GUEST WARN one",
            "GUEST WARN two\\u0007");
  }

  private GuestLog log(int limitBytes, String... secrets) {
    return new GuestLog(
        entry -> lines.add(entry.source() + " " + entry.level() + " " + entry.text()),
        limitBytes,
        new LogText(List.of(secrets)));
  }

  private static void write(GuestLog log, Source source, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    log.write(source, bytes, 0, bytes.length);
  }
}

package dev.wayfare.router.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.router.config.DecisionLogSettings;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.dispatch.DecisionRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecisionLogReaderTest {
  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("decisions.jsonl");
  }

  private static String line() throws IOException {
    RandomDecisions random = new RandomDecisions(new SplittableRandom(1));
    DecisionRecord record = random.next();
    while (!(record.decision() instanceof Decision.Routed routed && routed.rival() >= 0)) {
      record = random.next();
    }
    return new String(DecisionLine.of(record), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsReadIsWhatWasWrittenAndEveryDecisionIsMadeTheSameAgain(long seed) throws IOException {
    RandomDecisions random = new RandomDecisions(new SplittableRandom(seed));
    List<DecisionRecord> written = new ArrayList<>();
    try (DecisionLog log = DecisionLog.open(new DecisionLogSettings(file(), 1, 1 << 30, 2))) {
      for (int i = 0; i < 1 + DecisionLog.MOST_WAITING; i++) {
        written.add(random.next());
      }
      written.forEach(log);
    }
    Set<Decision.Reason> reasons = EnumSet.noneOf(Decision.Reason.class);
    int shed = 0;
    try (DecisionLogReader reader = new DecisionLogReader(file())) {
      for (DecisionRecord record : written) {
        LoggedDecision read = reader.next().orElseThrow();
        check("seed %d, %s".formatted(seed, record.requestId()), read, record);
        switch (read.decision()) {
          case Decision.Shed none -> shed++;
          case Decision.Routed routed -> reasons.add(routed.reason());
        }
      }
      assertThat(reader.next()).isEmpty();
    }
    assertThat(reasons).as("seed %d", seed).containsExactlyInAnyOrder(Decision.Reason.values());
    assertThat(shed).as("seed %d", seed).isPositive();
  }

  private static void check(String where, LoggedDecision read, DecisionRecord record) {
    assertThat(read.decision().remade()).as(where).isEqualTo(read.decision());
    Snapshot snapshot = read.decision().snapshot();
    Snapshot original = record.decision().snapshot();
    assertThat(snapshot.rules()).as(where).isEqualTo(original.rules());
    assertThat(snapshot.candidates()).as(where).isEqualTo(original.candidates());
    assertThat(snapshot.incumbent()).as(where).isEqualTo(original.incumbent());
    assertThat(read.decision()).as(where).isEqualTo(from(snapshot, record.decision()));
    assertThat(read.at()).as(where).isEqualTo(record.at());
    assertThat(read.requestId()).as(where).isEqualTo(record.requestId());
    assertThat(read.function()).as(where).isEqualTo("shop");
    assertThat(read.callerRegion()).as(where).contains("japan");
    assertThat(read.percentile()).as(where).isEqualTo(0.95);
    assertThat(read.tries()).as(where).isEqualTo(record.tries());
    assertThat(read.priceBooks()).as(where).isEqualTo(books(record));
  }

  /** The same decision, from an equal snapshot. */
  private static Decision from(Snapshot equal, Decision decision) {
    return switch (decision) {
      case Decision.Shed(var snapshot, var repeatable, var draw, var reason) ->
          new Decision.Shed(equal, repeatable, draw, reason);
      case Decision.Routed it ->
          new Decision.Routed(
              equal,
              it.repeatable(),
              it.draw(),
              it.first(),
              it.reason(),
              it.firstInFlight(),
              it.rival(),
              it.rivalInFlight());
    };
  }

  private static Map<String, String> books(DecisionRecord record) {
    Map<String, String> books = new HashMap<>();
    for (int i = 0; i < record.posting().terms().size(); i++) {
      String target = record.posting().snapshot().candidates().get(i).target();
      record.posting().terms().get(i).bookSha256().ifPresent(it -> books.put(target, it));
    }
    return books;
  }

  @Test
  void aLineThatWasCutOffIsRefusedAndTheOthersAreRead() throws IOException {
    String line = line();
    String half = line.substring(0, line.length() / 2);
    Files.writeString(file(), line + half + "\n" + line + half);
    try (DecisionLogReader reader = new DecisionLogReader(file())) {
      assertThat(reader.next()).isPresent();
      assertRefused(reader, ":2: this line cannot be read: it is cut off or damaged (");
      assertThat(reader.next()).isPresent();
      assertRefused(reader, ":4: this line cannot be read: it is cut off or damaged (");
      assertThat(reader.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingOfALineThatIsCutAnywhereIsTakenForADecision(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    String line = line().strip();
    for (int i = 0; i < 200; i++) {
      int length = random.nextInt(line.length());
      Files.writeString(file(), line.substring(0, length) + "\n");
      try (DecisionLogReader reader = new DecisionLogReader(file())) {
        assertRefused(reader, ":1: this line cannot be read: ");
      }
    }
  }

  private void assertRefused(DecisionLogReader reader, String start) {
    assertThatExceptionOfType(LogFileException.class)
        .isThrownBy(reader::next)
        .withMessageStartingWith(file() + start);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "v":1          | "v":2               | it is of version 2 of the format, and this program reads version 1
          "v":1          | "w":1               | its "v" must be a whole number
          "draw":"       | "draw":"x           | its "draw" must be 16 hexadecimal digits
          "at":"         | "at":"x             | its "at" must be an instant of ISO 8601
          "tries":[      | "tries":[7],"x":[   | its entry of "tries" is no object
          "tolerance":   | "tolerance":9       | a share is 0 to 1, not 9
          "decision":    | "decided":          | its "decision" must be an object
          "aim":"        | "aim":"x            | it has the unknown aim 'x
          "rival":"      | "rival":"x          | it has no candidate 'xt
          "inFlight":    | "inFlight":99999999999 | its "inFlight" must be from 0 to 2147483647
          "standing":"   | "standing":"x       | it has the unknown word 'x
          "latencyNanos":| "latencyNanos":0.5  | its "latencyNanos" must be a whole number
          "repeatable":  | "repeatable":1,"x": | its "repeatable" must be true or false
          "function":"   | "function":"a","function":" | Duplicate field 'function'
          """)
  void whatIsWrongInALineIsSaid(String part, String other, String message) throws IOException {
    String damaged = line().replaceFirst(part.replace("[", "\\["), other);
    Files.writeString(file(), damaged);
    try (DecisionLogReader reader = new DecisionLogReader(file())) {
      assertThatExceptionOfType(LogFileException.class)
          .isThrownBy(reader::next)
          .withMessageStartingWith(file() + ":1: this line cannot be read: ")
          .withMessageContaining(message)
          .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }
  }

  @Test
  void aKeyThatWasAddedLaterIsLeftOut() throws IOException {
    Files.writeString(file(), line().replace("\"v\":1", "\"v\":1,\"later\":{\"a\":[1]}"));
    try (DecisionLogReader reader = new DecisionLogReader(file())) {
      assertThat(reader.next()).isPresent();
    }
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndNotKept() throws IOException {
    Files.writeString(file(), "[".repeat(DecisionLog.LONGEST_LINE_BYTES + 1) + "\n" + line());
    try (DecisionLogReader reader = new DecisionLogReader(file())) {
      assertRefused(reader, ":1: this line cannot be read: it is longer than 1048576 bytes");
      assertThat(reader.next()).isPresent();
    }
  }
}

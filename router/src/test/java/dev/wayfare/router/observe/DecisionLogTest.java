package dev.wayfare.router.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.router.HeardLog;
import dev.wayfare.router.config.DecisionLogSettings;
import dev.wayfare.router.decide.Aim;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Policy;
import dev.wayfare.router.decide.Rules;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.dispatch.DecisionRecord;
import dev.wayfare.router.dispatch.MadeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecisionLogTest {
  private static final Sample ALL = new Sample(1);
  private static final List<Optional<String>> NO_BOOKS =
      List.of(Optional.empty(), Optional.empty());
  private static final Snapshot SNAPSHOT =
      new Snapshot(
          new Rules(new Aim.Cheapest(Long.MAX_VALUE), 0, 0, 0.25, Map.of()),
          List.of(candidate("measured", 10, true), candidate("unmeasured", 11, false)),
          Optional.empty());

  @TempDir private Path folder = Path.of("");

  private static Candidate candidate(String target, long picoUsd, boolean isMeasured) {
    Fare fare = new Fare.Known(picoUsd);
    return new Candidate(target, fare, fare, 1, 1, isMeasured, Standing.HEALTHY, null);
  }

  private static DecisionRecord record(long draw) {
    return MadeRecord.of(
        "id", Policy.decide(SNAPSHOT, true, draw, it -> 0), Instant.EPOCH, NO_BOOKS, List.of());
  }

  /** What was written, in memory. */
  private static final class Memory implements LineSink {
    final List<String> lines = new ArrayList<>();

    @Override
    public void append(byte[] line) throws IOException {
      lines.add(new String(line, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
      lines.add("closed");
    }
  }

  @Test
  void onCloseEverythingThatWaitsIsWritten() {
    Memory memory = new Memory();
    try (DecisionLog log = new DecisionLog(ALL, memory)) {
      for (int draw = 0; draw < 500; draw++) {
        log.accept(record(draw));
      }
    }
    assertThat(memory.lines).hasSize(501).last().isEqualTo("closed");
    for (int draw = 0; draw < 500; draw++) {
      assertThat(memory.lines.get(draw)).contains("\"draw\":\"%016x\"".formatted(draw));
    }
  }

  @Test
  void whatIsNotInTheSampleIsNotWritten() {
    Memory memory = new Memory();
    Sample half = new Sample(0.5);
    long expected = LongStream.range(0, 500).filter(half::holds).count();
    try (DecisionLog log = new DecisionLog(half, memory)) {
      LongStream.range(0, 500).forEach(draw -> log.accept(record(draw)));
    }
    assertThat(memory.lines).hasSize((int) expected + 1);
    assertThat(expected).isBetween(200L, 300L);
  }

  @Test
  void aFullQueueDropsAndCounts() {
    CountDownLatch gate = new CountDownLatch(1);
    Memory memory = new Memory();
    DecisionLog log = new DecisionLog(ALL, new Gated(memory, gate));
    for (int i = 0; i < 1 + DecisionLog.MOST_WAITING + 7; i++) {
      log.accept(record(i));
    }
    assertThat(log.dropped()).isEqualTo(7);
    gate.countDown();
    log.close();
    assertThat(log.written()).isEqualTo(1 + DecisionLog.MOST_WAITING);
    assertThat(memory.lines).hasSize(1 + DecisionLog.MOST_WAITING + 1);
  }

  /** A disk that hangs until the gate is open. */
  private record Gated(LineSink sink, CountDownLatch gate) implements LineSink {
    @Override
    public void append(byte[] line) throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      sink.append(line);
    }

    @Override
    public void close() throws IOException {
      sink.close();
    }
  }

  @Test
  void aDiskThatFailsIsSaidOnceAndTheLogGoesOnAfterwards() {
    Memory memory = new Memory();
    Failing disk = new Failing(memory, 5);
    DecisionLog log = new DecisionLog(ALL, disk);
    try (HeardLog said = new HeardLog(DecisionLog.class.getName())) {
      for (int i = 0; i < 8; i++) {
        log.accept(record(i));
      }
      log.close();
      assertThat(said.levels()).containsExactly(Level.WARNING);
    }
    assertThat(log.failed()).isEqualTo(5);
    assertThat(log.written()).isEqualTo(3);
    assertThat(memory.lines).hasSize(4);
  }

  /** A disk that is full for a while. */
  private static final class Failing implements LineSink {
    private final LineSink sink;
    private int left;

    Failing(LineSink sink, int failures) {
      this.sink = sink;
      this.left = failures;
    }

    @Override
    public void append(byte[] line) throws IOException {
      if (left-- > 0) {
        throw new IOException("no space left on device");
      }
      sink.append(line);
    }

    @Override
    public void close() throws IOException {
      sink.close();
    }
  }

  @Test
  void aLineThatIsTooLongIsLeftOut() {
    Memory memory = new Memory();
    DecisionLog log = new DecisionLog(ALL, memory);
    String id = "x".repeat(DecisionLog.LONGEST_LINE_BYTES);
    log.accept(MadeRecord.of(id, record(0).decision(), Instant.EPOCH, NO_BOOKS, List.of()));
    log.close();
    assertThat(log.failed()).isEqualTo(1);
    assertThat(memory.lines).containsExactly("closed");
  }

  @Test
  void aMissingFolderStopsTheStartInOneSentence() {
    Path file = folder.resolve("missing").resolve("decisions.jsonl");
    assertThatExceptionOfType(LogFileException.class)
        .isThrownBy(() -> DecisionLog.open(new DecisionLogSettings(file, 1, 1 << 20, 2)))
        .withMessage(
            "there is no folder %s for the decision log; make it, or name another file in"
                    .formatted(file.getParent())
                + " decision-log.file");
  }

  @Test
  void whatIsNoFileStopsTheStartInOneSentence() {
    assertThatExceptionOfType(LogFileException.class)
        .isThrownBy(() -> DecisionLog.open(new DecisionLogSettings(folder, 1, 1 << 20, 2)))
        .withMessageMatching(
            "the decision log .* cannot be written to \\(.*\\); name another file in .*");
  }
}

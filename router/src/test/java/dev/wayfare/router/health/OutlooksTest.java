package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a function's targets is what would be made anew. */
final class OutlooksTest {
  private static final int TARGETS = 4;
  private static final double PERCENTILE = 0.95;
  private static final long SECOND = 1_000_000_000L;

  private final Estimates[] targets = targets();

  /** They learn the same, and keep nothing: in between they are asked for another percentile. */
  private final Estimates[] twins = targets();

  private long nowNanos = -5 * SECOND;

  private static Estimates[] targets() {
    var function = new FunctionEstimates();
    return Stream.generate(() -> new Estimates(function, Duration.ofSeconds(10), true))
        .limit(TARGETS)
        .toArray(Estimates[]::new);
  }

  private Outlooks next(@Nullable Outlooks last) {
    return Outlooks.of(targets, nowNanos, PERCENTILE, last);
  }

  private static void learn(Estimates target, int what, long millis, long nowNanos) {
    Duration time = Duration.ofMillis(millis);
    long idleNanos = target.began(nowNanos);
    switch (what) {
      case 0 -> target.failed(time, nowNanos);
      case 1 -> target.started(time, idleNanos, nowNanos);
      case 2 -> target.outlasted(time, nowNanos);
      default -> {
        target.handled(time, idleNanos, nowNanos);
        target.answered(time, nowNanos);
        target.sent(100 * millis, nowNanos);
      }
    }
  }

  /** Mostly a tenth of a second, at times minutes. */
  private static long pauseNanos(RandomGenerator random) {
    return switch (random.nextInt(40)) {
      case 0 -> random.nextLong(1_000 * SECOND);
      case 1, 2, 3 -> random.nextLong(20 * SECOND);
      default -> random.nextLong(SECOND / 5);
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverHappensAKeptOutlookIsAsOneMadeAnew(long seed) {
    var random = new SplittableRandom(seed);
    Outlooks last = null;
    for (int turn = 0; turn < 4_000; turn++) {
      nowNanos += pauseNanos(random);
      for (int calls = random.nextInt(3); calls > 0; calls--) {
        int target = random.nextInt(TARGETS);
        int what = random.nextInt(12);
        long millis = random.nextLong(1, turn % 1_000 < 500 ? 20 : 400);
        learn(targets[target], what, millis, nowNanos);
        learn(twins[target], what, millis, nowNanos);
      }
      last = next(last);
      for (int i = 0; i < TARGETS; i++) {
        twins[i].outlook(nowNanos, 0.5);
        assertAlike(last.get(i), twins[i].outlook(nowNanos, PERCENTILE), turn);
        assertThat(last.bound().with(last.get(i).call())).isSameAs(last.bound());
      }
    }
  }

  private void assertAlike(Outlook kept, Outlook made, int turn) {
    assertThat(kept.latencyNanos()).as("latency, turn %d", turn).isEqualTo(made.latencyNanos());
    assertThat(kept.peakNanos()).as("peak, turn %d", turn).isEqualTo(made.peakNanos());
    assertThat(kept.isMeasured()).as("measured, turn %d", turn).isEqualTo(made.isMeasured());
    assertThat(kept.call()).as("call, turn %d", turn).isEqualTo(made.call());
    assertThat(kept.samples(nowNanos))
        .as("samples, turn %d", turn)
        .isCloseTo(made.samples(nowNanos), within(1e-6));
  }

  @Test
  void onlyWhatWasCalledIsAnother() {
    for (Estimates target : targets) {
      target.began(nowNanos);
    }
    Outlooks last = next(null);
    nowNanos += SECOND / 10;
    targets[1].answered(Duration.ofMillis(3), nowNanos);
    Outlooks now = next(last);
    assertThat(now.hasSame(0, last)).isTrue();
    assertThat(now.hasSame(1, last)).isFalse();
    assertThat(now.all().get(1).latencyNanos()).isLessThan(last.get(1).latencyNanos());
  }

  @Test
  void aTurnDoesNotMakeAnOutlookLastLonger() {
    targets[0].began(nowNanos);
    Outlooks last = next(null);
    for (int tenth = 1; tenth < 100; tenth++) {
      nowNanos += SECOND / 10;
      last = next(last);
      assertThat(last.get(0).isMeasured()).isTrue();
    }
    nowNanos += SECOND / 10;
    assertThat(next(last).get(0).isMeasured()).isFalse();
  }

  @Test
  void anotherPercentileIsAnotherOutlook() {
    learn(targets[0], 3, 10, nowNanos);
    learn(targets[0], 3, 100, nowNanos);
    Outlooks last = next(null);
    assertThat(Outlooks.of(targets, nowNanos, 0.5, last).get(0).latencyNanos())
        .isLessThan(last.get(0).latencyNanos());
  }
}

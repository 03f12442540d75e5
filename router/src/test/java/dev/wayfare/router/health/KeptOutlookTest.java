package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When an outlook is the one that was handed out before, and when another. */
final class KeptOutlookTest {
  private static final long SECOND = 1_000_000_000L;

  /** Tickers begin anywhere. */
  private static final long START = -7 * SECOND;

  private final FunctionEstimates function = new FunctionEstimates();
  private final Estimates estimates = new Estimates(function, Duration.ofSeconds(10), true);
  private final Estimates other = new Estimates(function, Duration.ofSeconds(10), true);

  private Outlook after(long nanos) {
    return estimates.outlook(START + nanos, 0.95);
  }

  private static Duration millis(long count) {
    return Duration.ofMillis(count);
  }

  private static void handle(Estimates target, int calls, long millis, long afterNanos) {
    for (int i = 0; i < calls; i++) {
      target.handled(millis(millis), 0, START + afterNanos);
      target.sent(100 * millis, START + afterNanos);
    }
  }

  @Test
  void whileNothingHappensItIsTheSame() {
    Outlook never = after(0);
    assertThat(after(3600 * SECOND)).isSameAs(never);
    estimates.began(START);
    Outlook once = after(1);
    assertThat(once).isNotSameAs(never);
    assertThat(after(SECOND - 1)).isSameAs(once);
    assertThat(estimates.outlook(START + SECOND - 1, 0.5)).isNotSameAs(once);
  }

  @Test
  void whatIsLearntOfTheTargetCountsAtOnce() {
    estimates.began(START);
    Outlook last = after(0);
    estimates.answered(millis(8), START);
    assertThat(after(0).latencyNanos()).isLessThan(last.latencyNanos());
    last = after(0);
    estimates.failed(millis(8), START);
    assertThat(after(0).latencyNanos()).isGreaterThan(last.latencyNanos());
    last = after(0);
    estimates.handled(millis(20), 0, START);
    assertThat(after(0).call().handlerNanos()).isNotEqualTo(last.call().handlerNanos());
    last = after(0);
    estimates.started(millis(900), 0, START);
    assertThat(after(0).call().initNanos()).isNotEqualTo(last.call().initNanos());
    assertThat(after(0).call().coldProbability()).isPositive();
    last = after(0);
    estimates.began(START + 1);
    assertThat(after(1)).isNotSameAs(last);
  }

  @Test
  void aSecondOfIdlenessRenewsItAndTheTenthEndsItsMeasure() {
    estimates.began(START);
    estimates.started(millis(900), 0, START);
    Outlook warm = after(SECOND - 1);
    assertThat(after(SECOND)).isNotSameAs(warm);
    assertThat(after(SECOND).call().coldProbability()).isLessThan(warm.call().coldProbability());
    Outlook ninth = after(9 * SECOND);
    assertThat(after(10 * SECOND - 1)).isSameAs(ninth);
    assertThat(ninth.isMeasured()).isTrue();
    assertThat(after(10 * SECOND).isMeasured()).isFalse();
    estimates.began(START + 11 * SECOND);
    assertThat(after(11 * SECOND).isMeasured()).isTrue();
  }

  @Test
  void whatCallsCostIsTheSameObjectWhereOnlyLatencyIsAnother() {
    handle(estimates, 5, 2, 0);
    Outlook last = after(0);
    estimates.answered(millis(8), START);
    assertThat(after(0)).isNotSameAs(last);
    assertThat(after(0).call()).isSameAs(last.call());
  }

  @Test
  void handlerTimesCountAtOnceWhereFewAreKnown() {
    handle(other, 1_000, 2, 0);
    for (int calls = 1; calls <= 31; calls++) {
      ExpectedCall last = after(0).call();
      handle(estimates, 1, 500, 0);
      if (calls % 2 == 1) { // each second call is worth a sixteenth
        assertThat(after(0).call().meanHandlerNanos())
            .as("after %d calls", calls)
            .isGreaterThan(last.meanHandlerNanos());
      }
    }
  }

  @Test
  void handlerTimesCountWithinASecondWhereManyAreKnown() {
    handle(estimates, 100, 2, 0);
    ExpectedCall last = after(0).call();
    handle(estimates, 100, 500, 1);
    assertThat(after(SECOND - 1).call()).isSameAs(last);
    assertThat(after(SECOND).call().meanHandlerNanos()).isGreaterThan(100 * last.handlerNanos());
  }

  @Test
  void callsElsewhereCountAtOnceWhereFewAreKnownAndElseWithinASecond() {
    Outlook last = after(0);
    handle(other, 31, 2, 0);
    assertThat(after(0).call().responseBytes()).isEqualTo(200);
    assertThat(after(0).call().handlerNanos()).isLessThan(last.call().handlerNanos());
    handle(other, 31, 4, 0);
    assertThat(after(0).call().responseBytes()).isEqualTo(300);
    last = after(0);
    handle(other, 62, 5, 1);
    assertThat(after(SECOND - 1)).isSameAs(last);
    assertThat(after(SECOND).call().responseBytes()).isEqualTo(400);
    assertThat(after(SECOND).call().handlerNanos()).isGreaterThan(last.call().handlerNanos());
  }

  @Test
  void aSizeOfAnswersThatMovesByLessThanAHundredthIsTheSame() {
    sendAll(1, 2_050, 0);
    assertThat(after(0).call().responseBytes()).as("one call, not the prior").isEqualTo(2_050);
    sendAll(100_000, 1_000, 0);
    assertThat(after(0).call().responseBytes()).isEqualTo(1_000);
    sendAll(10_000, 1_090, 1);
    assertThat(after(2 * SECOND).call().responseBytes()).as("8 more").isEqualTo(1_000);
    sendAll(10_000, 1_090, 1);
    assertThat(after(4 * SECOND).call().responseBytes()).as("15 more").isEqualTo(1_015);
  }

  private void sendAll(int calls, long bytes, long afterNanos) {
    for (int i = 0; i < calls; i++) {
      estimates.handled(millis(2), 0, START + afterNanos);
      estimates.sent(bytes, START + afterNanos);
    }
  }

  @Test
  void aTargetThatNobodyCallsIsSlowlyTakenForOneLikeTheOthers() {
    handle(other, 1_000, 2, 0);
    handle(estimates, 32, 500, 0);
    long own = after(0).call().meanHandlerNanos();
    // 32 calls become fewer than 31, which are still 16 of 16 slices, in 27.5 s.
    assertThat(after(27 * SECOND).call().meanHandlerNanos()).isEqualTo(own);
    assertThat(after(28 * SECOND).call().meanHandlerNanos()).isLessThan(own);
  }

  @Test
  void theCallsOfAKeptOneAreWorthLessAndLess() {
    estimates.answered(millis(8), START);
    estimates.answered(millis(8), START);
    Outlook kept = after(0);
    long later = Estimates.HALF_LIFE.toNanos();
    assertThat(after(later)).isSameAs(kept);
    assertThat(kept.samples(START)).isEqualTo(2);
    assertThat(kept.samples(START + later)).isCloseTo(1, within(1e-9));
  }

  /** Another thread that asks all the time must not keep what it made from before the call. */
  @Test
  void whoeverSendsARequestFindsTheTargetMeasured() throws InterruptedException {
    long rounds = 20_000;
    var now = new AtomicLong(START);
    var isOver = new AtomicBoolean();
    Thread asks =
        Thread.startVirtualThread(
            () -> {
              while (!isOver.get()) {
                // Threads share one time: what another made of a later one would hold as well.
                estimates.outlook(now.get(), 0.95);
              }
            });
    for (long i = 0; i < rounds; i++) {
      now.set(START + 20 * i * SECOND);
      estimates.began(now.get());
      assertThat(after(20 * i * SECOND).isMeasured()).as("round %d", i).isTrue();
    }
    isOver.set(true);
    asks.join();
  }
}

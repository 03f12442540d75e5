package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EstimatesTest {
  private static final Duration FAILURE = Duration.ofSeconds(10);
  private static final long SECOND = 1_000_000_000L;

  /** A plan that bills whole 100 ms, INIT too, a pico-dollar for each. */
  private static final Quoter BY_THE_100_MILLIS =
      (handler, init, bytes) -> Math.ceilDiv(handler + init, 100_000_000L);

  private final FunctionEstimates function = new FunctionEstimates();
  private final Estimates estimates = new Estimates(function, FAILURE, true);

  private static Duration millis(long count) {
    return Duration.ofMillis(count);
  }

  private long latencyMillis(double percentile) {
    return estimates.outlook(0, percentile).latencyNanos() / 1_000_000;
  }

  @Test
  void theLatencyIsThatOfThePercentile() {
    assertThat(latencyMillis(0.95)).isEqualTo(50);
    for (int i = 0; i < 90; i++) {
      estimates.answered(millis(8), 1);
    }
    for (int i = 0; i < 10; i++) {
      estimates.answered(millis(200), 1);
    }
    assertThat(latencyMillis(0.5)).isCloseTo(8, within(1L));
    assertThat(latencyMillis(0.95)).isCloseTo(200, within(7L));
  }

  @Test
  void aFastFailureCountsAsSlow() {
    for (int i = 0; i < 18; i++) {
      estimates.answered(millis(8), 1);
    }
    estimates.failed(millis(1), 2);
    estimates.failed(millis(1), 2);
    assertThat(latencyMillis(0.95)).isGreaterThan(9_000);
    assertThat(estimates.outlook(2, 0.95).peakNanos()).isEqualTo(FAILURE.toNanos());
  }

  @Test
  void anUncalledTargetIsExpectedToBeLikeTheFunctionElsewhere() {
    assertThat(estimates.outlook(1, 0.95).call().handlerNanos())
        .isEqualTo(FunctionEstimates.PRIOR_HANDLER_TIME.toNanos());
    Estimates other = new Estimates(function, FAILURE, true);
    other.handled(millis(2), 0, 0);
    assertThat(estimates.outlook(1, 0.95).call().handlerNanos())
        .isCloseTo(millis(2).toNanos(), within(70_000L));
    estimates.handled(millis(4), 0, 0);
    assertThat(estimates.outlook(1, 0.95).call().handlerNanos())
        .isCloseTo(millis(4).toNanos(), within(130_000L));
  }

  @Test
  void aFewSlowCallsCountForLittleAndAreForgottenInTime() {
    Estimates other = new Estimates(function, FAILURE, true);
    for (int i = 0; i < 1_000; i++) {
      other.handled(millis(2), 0, 0);
    }
    estimates.handled(millis(500), 0, 0);
    estimates.handled(millis(500), 0, 0);
    Quoter nanos = (handler, init, bytes) -> handler;
    assertThat(estimates.outlook(0, 0.95).call().warmPicoUsd(nanos))
        .isCloseTo((500_000_000L + 15 * 2_000_000L) / 16, within(1_000_000L));
    assertThat(estimates.outlook(3_600 * SECOND, 0.95).call().warmPicoUsd(nanos))
        .isCloseTo(2_000_000L, within(70_000L));
  }

  @Test
  void aTargetThatIsCalledOftenIsJudgedByItsOwnCalls() {
    Estimates other = new Estimates(function, FAILURE, true);
    for (int i = 0; i < 1_000; i++) {
      other.handled(millis(2), 0, 0);
    }
    for (int i = 0; i < 40; i++) {
      estimates.handled(millis(500), 0, 0);
    }
    Quoter nanos = (handler, init, bytes) -> handler;
    assertThat(estimates.outlook(0, 0.95).call().warmPicoUsd(nanos))
        .isCloseTo(500_000_000L, within(16_000_000L));
  }

  @Test
  void answersAreAsLargeAsTheFunctionsOnWhateverTarget() {
    assertThat(estimates.outlook(0, 0.95).call().responseBytes()).isEqualTo(2048);
    Estimates other = new Estimates(function, FAILURE, true);
    other.sent(100, 0);
    other.sent(900, 0);
    assertThat(estimates.outlook(0, 0.95).call().responseBytes()).isEqualTo(500);
  }

  @Test
  void aTargetIsMeasuredForTenSecondsAfterACall() {
    assertThat(estimates.outlook(0, 0.95).isMeasured()).isFalse();
    assertThat(estimates.began(SECOND)).isEqualTo(Long.MAX_VALUE);
    assertThat(estimates.outlook(11 * SECOND - 1, 0.95).isMeasured()).isTrue();
    assertThat(estimates.outlook(11 * SECOND, 0.95).isMeasured()).isFalse();
    assertThat(estimates.began(12 * SECOND)).isEqualTo(11 * SECOND);
    assertThat(estimates.outlook(12 * SECOND, 0.95).isMeasured()).isTrue();
  }

  @Test
  void theCostIsAveragedOverCallsAndNotThatOfTheAverageCall() {
    estimates.began(0);
    for (int i = 0; i < 50; i++) {
      estimates.handled(millis(1), 0, 0);
      estimates.handled(millis(850), 0, 0);
    }
    assertThat(estimates.outlook(0, 0.5).call().picoUsd(BY_THE_100_MILLIS)).isEqualTo(5);
  }

  @Test
  void theStartOfAnEnvironmentIsPaidAsOftenAsItHappens() {
    estimates.began(0);
    for (int i = 0; i < 200; i++) {
      estimates.handled(millis(90), 0, 0);
      estimates.started(millis(2_000), 0, 0);
    }
    assertThat(estimates.outlook(0, 0.5).call().coldProbability()).isCloseTo(0.5, within(0.02));
    assertThat(estimates.outlook(0, 0.5).call().initNanos()).isEqualTo(millis(2_000).toNanos());
    assertThat(estimates.outlook(0, 0.5).call().picoUsd(BY_THE_100_MILLIS)).isBetween(10L, 12L);
  }

  @Test
  void anUnknownPriceStaysUnknown() {
    assertThat(estimates.outlook(0, 0.5).call().picoUsd((handler, init, bytes) -> Quoter.UNPRICED))
        .isEqualTo(Quoter.UNPRICED);
    assertThat(
            estimates.outlook(0, 0.5).call().picoUsd((handler, init, bytes) -> init > 0 ? -1 : 1))
        .isEqualTo(Quoter.UNPRICED);
  }
}

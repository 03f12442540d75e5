package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EstimatesTest {
  private static final Duration FAILURE = Duration.ofSeconds(10);
  private static final long SECOND = 1_000_000_000L;
  private final FunctionEstimates function = new FunctionEstimates();
  private final Estimates estimates = new Estimates(function, FAILURE);

  @Test
  void theFirstSampleReplacesThePriorAndLaterOnesMoveTheAverage() {
    estimates.began(0);
    assertThat(estimates.expectation(1).latency()).isEqualTo(Estimates.PRIOR_LATENCY);
    estimates.answered(Duration.ofMillis(8), 1);
    assertThat(estimates.expectation(1).latency()).isEqualTo(Duration.ofMillis(8));
    estimates.answered(Duration.ofMillis(16), 2);
    assertThat(estimates.expectation(2).latency()).isEqualTo(Duration.ofMillis(9));
  }

  @Test
  void aFastFailureCountsAsSlow() {
    estimates.began(0);
    estimates.answered(Duration.ofMillis(8), 1);
    estimates.failed(Duration.ofMillis(1), 2);
    assertThat(estimates.expectation(2).latency()).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void anUncalledTargetIsExpectedToBeLikeTheFunctionElsewhereAndWorthALook() {
    Estimates other = new Estimates(function, FAILURE);
    other.handled(Duration.ofMillis(2), 0);
    assertThat(estimates.expectation(1))
        .isEqualTo(
            new Expectation(Duration.ZERO, Duration.ofMillis(2), Estimates.PRIOR_RESPONSE_BYTES));
  }

  @Test
  void afterFiveSilentSecondsOneRequestExaminesAgain() {
    estimates.began(0);
    estimates.failed(Duration.ofMillis(1), 0);
    assertThat(estimates.expectation(5 * SECOND - 1).latency()).isEqualTo(FAILURE);
    assertThat(estimates.expectation(5 * SECOND).latency()).isEqualTo(Duration.ZERO);
    estimates.began(5 * SECOND);
    assertThat(estimates.expectation(5 * SECOND + 1).latency()).isEqualTo(FAILURE);
    estimates.answered(Duration.ofMillis(4), 5 * SECOND + 2);
    assertThat(estimates.expectation(5 * SECOND + 2).latency()).isEqualTo(Duration.ofMillis(4));
  }
}

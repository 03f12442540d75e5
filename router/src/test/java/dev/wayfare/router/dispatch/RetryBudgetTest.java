package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.RetryAllowance;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryBudgetTest {
  private final ManualTime time = new ManualTime(Instant.EPOCH);

  private RetryBudget budget(double share, int perSecond) {
    return new RetryBudget(new RetryAllowance(share, perSecond), time);
  }

  private static void begin(RetryBudget budget, int requests) {
    for (int i = 0; i < requests; i++) {
      budget.began();
    }
  }

  /** How many tries there are at once. */
  private static int left(RetryBudget budget) {
    return (int) IntStream.range(0, 1_000_000).takeWhile(i -> budget.take()).count();
  }

  @Test
  void aFifthOfTheRequestsMayBeTriedAgain() {
    RetryBudget budget = budget(0.2, 0);
    begin(budget, 1_000);
    assertThat(left(budget)).isEqualTo(200);
    assertThat(budget.refusals()).isEqualTo(1);
  }

  @Test
  void withoutAnyRequestsThereAreSoManyForEachSecondOfTheWindow() {
    assertThat(left(budget(0.2, 10))).isEqualTo(100);
  }

  @Test
  void bothCountTogether() {
    RetryBudget budget = budget(0.5, 2);
    begin(budget, 100);
    assertThat(left(budget)).isEqualTo(70);
  }

  @Test
  void anEmptyBudgetHasNone() {
    RetryBudget budget = budget(0, 0);
    begin(budget, 1_000);
    assertThat(left(budget)).isZero();
  }

  @Test
  void afterTenSecondsNeitherRequestsNorTriesCount() {
    RetryBudget budget = budget(0.2, 1);
    begin(budget, 1_000);
    assertThat(left(budget)).isEqualTo(210);
    time.advance(Duration.ofMillis(9_999));
    assertThat(left(budget)).isZero();
    time.advance(Duration.ofMillis(1));
    assertThat(left(budget)).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10, 60})
  void overAnyLongTimeTheShareIsKept(int seconds) {
    RetryBudget budget = budget(0.2, 0);
    int tries = 0;
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < 100; i++) {
        budget.began();
        tries += budget.take() ? 1 : 0;
      }
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(tries).isBetween(15 * seconds, 20 * seconds);
  }

  @Test
  void afterALongSilenceItIsAsNew() {
    RetryBudget budget = budget(0.2, 1);
    begin(budget, 100);
    assertThat(left(budget)).isEqualTo(30);
    time.advance(Duration.ofDays(400));
    assertThat(left(budget)).isEqualTo(10);
  }
}

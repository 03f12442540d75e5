package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ColdStartsTest {
  private final ColdStarts cloud = new ColdStarts(true);

  private static long idle(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void beforeAnyCallAnIdleCloudIsColdAfterFifteenMinutes() {
    assertThat(cloud.probability(idle(0))).isZero();
    assertThat(cloud.probability(idle(300))).isZero();
    assertThat(cloud.probability(idle(600))).isCloseTo(0.5, within(1e-9));
    assertThat(cloud.probability(idle(900))).isEqualTo(1);
    assertThat(cloud.probability(Long.MAX_VALUE)).isEqualTo(1);
  }

  @Test
  void anOwnServerIsNeverExpectedToBeCold() {
    assertThat(new ColdStarts(false).probability(Long.MAX_VALUE)).isZero();
  }

  @Test
  void whatWasSeenAfterSuchGapsReplacesThePrior() {
    for (int i = 0; i < 200; i++) {
      cloud.add(idle(1000), i % 4 == 0);
    }
    assertThat(cloud.probability(idle(1000))).isCloseTo(0.27, within(0.05));
    assertThat(cloud.probability(idle(100))).isZero();
  }

  @Test
  void callsThatOverlapMayBeCold() {
    for (int i = 0; i < 10; i++) {
      cloud.add(0, true);
    }
    assertThat(cloud.probability(0)).isGreaterThan(0.8);
  }
}

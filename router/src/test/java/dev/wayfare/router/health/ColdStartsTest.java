package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
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
  void whileItHoldsTheProbabilityIsTheSame() {
    var random = new SplittableRandom(5);
    for (int round = 0; round < 2_000; round++) {
      long gapNanos = idle(1L << random.nextInt(12));
      cloud.add(gapNanos, random.nextInt(4) == 0);
      long idleNanos = random.nextLong(idle(1L << random.nextInt(1, 12)));
      long holdsNanos = cloud.holdsNanos(idleNanos);
      assertThat(holdsNanos).isPositive();
      for (int i = 0; i < 10; i++) {
        assertThat(cloud.probability(idleNanos + random.nextLong(holdsNanos)))
            .as("round %d", round)
            .isEqualTo(cloud.probability(idleNanos));
      }
      assertThat(cloud.probability(idleNanos + holdsNanos - 1))
          .isEqualTo(cloud.probability(idleNanos));
    }
  }

  @Test
  void whatNoCallWasColdAfterHoldsUntilACloudMayGiveUpItsEnvironments() {
    assertThat(cloud.holdsNanos(0)).isEqualTo(idle(300));
    assertThat(cloud.holdsNanos(idle(299))).isEqualTo(idle(1));
    cloud.add(idle(5), true);
    assertThat(cloud.holdsNanos(0)).isEqualTo(idle(4));
    assertThat(cloud.holdsNanos(idle(5))).isEqualTo(idle(3));
    assertThat(cloud.holdsNanos(idle(8))).isEqualTo(idle(292));
  }

  @Test
  void callsThatOverlapMayBeCold() {
    for (int i = 0; i < 10; i++) {
      cloud.add(0, true);
    }
    assertThat(cloud.probability(0)).isGreaterThan(0.8);
  }
}

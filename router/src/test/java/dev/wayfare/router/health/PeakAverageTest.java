package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PeakAverageTest {
  private final PeakAverage average = new PeakAverage(50);

  @Test
  void theFirstSampleReplacesThePrior() {
    assertThat(average.rounded()).isEqualTo(50);
    average.add(8, 0);
    assertThat(average.rounded()).isEqualTo(8);
  }

  @Test
  void itJumpsUpAndComesDownWithTime() {
    average.add(10, 0);
    average.add(1_000, 1);
    assertThat(average.rounded()).isEqualTo(1_000);
    average.add(10, 2);
    assertThat(average.rounded()).isEqualTo(1_000);
    average.add(10, Duration.ofSeconds(10).toNanos());
    assertThat(average.rounded()).isBetween(370L, 380L);
  }
}

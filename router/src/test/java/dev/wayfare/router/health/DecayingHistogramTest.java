package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecayingHistogramTest {
  private static final Duration HALF_LIFE = Duration.ofSeconds(30);
  private static final long SECOND = 1_000_000_000L;
  private final DecayingHistogram histogram = new DecayingHistogram(HALF_LIFE);

  @Test
  void withoutSamplesItAnswersWhatItIsGiven() {
    assertThat(histogram.quantile(0.5, 77)).isEqualTo(77);
    assertThat(histogram.slices(new long[4])).isFalse();
    assertThat(histogram.weight(5)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aQuantileIsWithinAThirtySecondOfTheSamples(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] samples =
        random.longs(2_000).map(any -> (any >>> 1) >>> random.nextInt(1, 63)).toArray();
    for (long sample : samples) {
      histogram.add(sample, 0);
    }
    Arrays.sort(samples);
    for (double q : new double[] {0.001, 0.05, 0.5, 0.9, 0.95, 0.99, 1}) {
      long exact = samples[(int) Math.ceil(q * samples.length) - 1];
      assertThat(histogram.quantile(q, -1))
          .as("seed %d, q %s", seed, q)
          .isCloseTo(exact, within(exact / 32 + 1));
    }
  }

  @Test
  void aSampleCountsHalfAfterTheHalfLife() {
    histogram.add(1_000, 0);
    histogram.add(1_000, 0);
    assertThat(histogram.weight(0)).isEqualTo(2);
    assertThat(histogram.weight(HALF_LIFE.toNanos())).isCloseTo(1, within(1e-9));
  }

  @Test
  void newSamplesOutweighOldOnes() {
    for (int i = 0; i < 1_000; i++) {
      histogram.add(10_000, 0);
    }
    long later = 20 * HALF_LIFE.toNanos();
    histogram.add(500, later);
    assertThat(histogram.quantile(0.9, 0)).isCloseTo(500, within(16L));
  }

  @Test
  void silenceChangesNoQuantile() {
    histogram.add(10, 0);
    histogram.add(20, 0);
    histogram.add(30, 0);
    assertThat(histogram.quantile(0.5, 0)).isEqualTo(histogram.quantile(0.5, 0)).isEqualTo(20);
    assertThat(histogram.weight(3600 * SECOND)).isLessThan(1e-9);
    assertThat(histogram.quantile(0.5, 0)).isEqualTo(20);
  }

  @Test
  void yearsOfTrafficNeitherOverflowNorStick() {
    for (long day = 0; day < 400; day++) {
      histogram.add(day < 399 ? 1_000_000 : 64, day * 86_400 * SECOND);
    }
    assertThat(histogram.quantile(0.99, 0)).isEqualTo(66);
    assertThat(histogram.weight(399 * 86_400 * SECOND)).isCloseTo(1, within(1e-6));
  }

  @Test
  void slicesAreTheDistributionInEqualParts() {
    for (int i = 0; i < 75; i++) {
      histogram.add(2, 0);
    }
    for (int i = 0; i < 25; i++) {
      histogram.add(9, 0);
    }
    assertThat(slices(8)).containsExactly(2, 2, 2, 2, 2, 2, 9, 9);
  }

  private long[] slices(int count) {
    long[] slices = new long[count];
    assertThat(histogram.slices(slices)).isTrue();
    return slices;
  }

  @Test
  void whatWasAskedForBeforeASampleIsNotTheAnswerAfterIt() {
    histogram.add(2, 0);
    assertThat(histogram.quantile(1, 0)).isEqualTo(2);
    assertThat(slices(2)).containsExactly(2, 2);
    histogram.add(9, 0);
    assertThat(histogram.quantile(1, 0)).isEqualTo(9);
    assertThat(histogram.quantile(0.5, 0)).isEqualTo(2);
    assertThat(slices(2)).containsExactly(2, 9);
    slices(4)[0] = 77;
    assertThat(slices(4)).containsExactly(2, 2, 9, 9);
  }

  /** Slice by slice: the value that its middle does not exceed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aSliceIsTheQuantileOfItsMiddle(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      histogram.add((long) Math.exp(random.nextDouble(25)), i * SECOND / 7);
      long[] slices = slices(1 + i % 17);
      for (int slice = 0; slice < slices.length; slice++) {
        assertThat(slices[slice])
            .as("seed %d, sample %d, slice %d", seed, i, slice)
            .isEqualTo(histogram.quantile((slice + 0.5) / slices.length, 0));
      }
    }
  }

  /** A copy has to add up the parts, where the histogram moves on from its last answer. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aQuantileThatFollowsTheSamplesIsTheOneThatIsAddedUp(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 3_000; i++) {
      histogram.add((long) Math.exp(random.nextDouble(25)), i * SECOND);
      double q = random.nextInt(100) == 0 ? 0.5 : 0.95;
      assertThat(histogram.quantile(q, 0))
          .as("seed %d, sample %d, q %s", seed, i, q)
          .isEqualTo(new DecayingHistogram(histogram).quantile(q, 0));
    }
  }
}

package dev.wayfare.router.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleTest {
  private static final int DRAWS = 200_000;

  private static long[] draws(long seed) {
    return new SplittableRandom(seed).longs(DRAWS).toArray();
  }

  private static double share(LongStream draws) {
    return (double) draws.count() / DRAWS;
  }

  @ParameterizedTest
  @CsvSource({"1, 0.01", "2, 0.1", "3, 0.5"})
  void itHoldsTheShareThatWasAskedFor(long seed, double share) {
    Sample sample = new Sample(share);
    assertThat(share(Arrays.stream(draws(seed)).filter(sample::holds)))
        .as("seed %d", seed)
        .isCloseTo(share, within(share / 10));
  }

  /** The upper half of a draw decides what is examined, the lower who of several is drawn. */
  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void itIsLikeTheRestInWhatTheDrawDecides(long seed) {
    long[] sampled = Arrays.stream(draws(seed)).filter(new Sample(0.1)::holds).toArray();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      long mask = 1L << bit;
      double set = (double) Arrays.stream(sampled).filter(it -> (it & mask) != 0).count();
      assertThat(set / sampled.length)
          .as("seed %d bit %d", seed, bit)
          .isCloseTo(0.5, within(0.025));
    }
  }

  @Test
  void theSmallerSampleIsPartOfTheLargerAndAllIsAll() {
    Sample large = new Sample(0.1);
    Sample small = new Sample(0.01);
    Sample all = new Sample(1);
    assertThat(Arrays.stream(draws(7)))
        .allMatch(draw -> all.holds(draw) && (!small.holds(draw) || large.holds(draw)));
    assertThat(all.holds(-1L) && all.holds(0) && all.holds(Long.MIN_VALUE)).isTrue();
  }

  @Test
  void aSampleOfNothingOrMoreThanAllCannotExist() {
    for (double share : new double[] {0, -0.1, 1.01, Double.NaN}) {
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Sample(share));
    }
  }
}

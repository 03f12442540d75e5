package dev.wayfare.pricing;

import static dev.wayfare.pricing.BreakEven.Cheaper.FIRST;
import static dev.wayfare.pricing.BreakEven.Cheaper.NEITHER;
import static dev.wayfare.pricing.BreakEven.Cheaper.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BreakEvenTest {
  @Test
  void consumptionIsCheaperThanLambdaFromWhereItsMinimumIsMadeUpFor() {
    // At equal memory 0.0000016 for 100 ms at 0.000016 are 96 ms at 0.0000166667.
    assertThat(
            BreakEven.between(
                listPrice(Sku.lambda("us-east-1", Sku.X86_64, 1024)),
                listPrice(Sku.consumption("eastus", 1024)),
                1,
                100_000))
        .containsExactly(new BreakEven(1, FIRST), new BreakEven(96, SECOND));
  }

  @Test
  void aStairAndALineCrossMoreThanOnce() {
    assertThat(
            BreakEven.between(
                BigDecimal::valueOf,
                millis -> BigDecimal.valueOf(ceil(millis, 100) * 100 - 50),
                1,
                250))
        .containsExactly(
            new BreakEven(1, FIRST),
            new BreakEven(50, NEITHER),
            new BreakEven(51, SECOND),
            new BreakEven(101, FIRST),
            new BreakEven(150, NEITHER),
            new BreakEven(151, SECOND),
            new BreakEven(201, FIRST),
            new BreakEven(250, NEITHER));
  }

  @Test
  void whatCostsTheSameHasNoBreakEven() {
    assertThat(BreakEven.between(BigDecimal::valueOf, BigDecimal::valueOf, 7, 7))
        .containsExactly(new BreakEven(7, NEITHER));
    assertThat(BreakEven.between(BigDecimal::valueOf, BigDecimal::valueOf, 1, 1_000)).hasSize(1);
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyChangeThatALookAtEachMillisecondFindsIsFound(long seed) {
    RandomGenerator random = new Random(seed);
    LongFunction<BigDecimal> line = linear(random, 1);
    LongFunction<BigDecimal> stair = linear(random, 100);

    assertThat(BreakEven.between(line, stair, 1, 2_000)).isEqualTo(lookedAt(line, stair, 2_000));
  }

  @Test
  void durationsBelowAMillisecondAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BreakEven.between(BigDecimal::valueOf, BigDecimal::valueOf, 0, 5))
        .withMessage("durations run from 1 ms upwards, not from 0 to 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BreakEven.between(BigDecimal::valueOf, BigDecimal::valueOf, 6, 5))
        .withMessage("durations run from 1 ms upwards, not from 6 to 5");
  }

  private static LongFunction<BigDecimal> listPrice(Sku sku) {
    return millis -> Cards.listPrice(sku, Cards.call(millis)).totalUsd();
  }

  private static LongFunction<BigDecimal> linear(RandomGenerator random, long step) {
    long fixed = random.nextLong(500);
    long slope = random.nextLong(1, 4);
    return millis -> BigDecimal.valueOf(fixed + slope * ceil(millis, step) * step);
  }

  private static long ceil(long millis, long step) {
    return Math.ceilDiv(millis, step);
  }

  private static List<BreakEven> lookedAt(
      LongFunction<BigDecimal> first, LongFunction<BigDecimal> second, long most) {
    List<BreakEven> changes = new ArrayList<>();
    for (long millis = 1; millis <= most; millis++) {
      int order = first.apply(millis).compareTo(second.apply(millis));
      BreakEven.Cheaper now = order < 0 ? FIRST : order == 0 ? NEITHER : SECOND;
      if (changes.isEmpty() || changes.getLast().cheaper() != now) {
        changes.add(new BreakEven(millis, now));
      }
    }
    return changes;
  }
}

package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PicoCardTest {
  private static final long MILLI = 1_000_000;
  private static final LocalDate DAY = LocalDate.of(2026, 11, 25);
  private static final List<Sku> SKUS =
      List.of(
          Cards.LAMBDA,
          Sku.lambda("us-east-1", Sku.ARM64, 10_240).withStorageMib(10_240),
          Cards.FLEX,
          Cards.FLEX.withPlan("flex-always-ready"),
          Cards.CONSUMPTION,
          Cards.RUN_TIER_1,
          Cards.RUN_TIER_2);

  static LongStream seeds() {
    return Seeds.all();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aQuoteDiffersFromTheExactOneByNoMoreThanItsBound(long seed) {
    RandomGenerator random = new Random(seed);
    RateCard card = Cards.card(SKUS.get(random.nextInt(SKUS.size())));
    Usage position = nearABound(card, random);
    PicoCard pico = PicoCard.of(card, position);
    for (int i = 0; i < 50; i++) {
      long handlerNanos = random.nextLong(1L << random.nextInt(1, 47)) % (86_400_000 * MILLI);
      long initNanos = random.nextBoolean() ? 0 : random.nextLong(10_000 * MILLI);
      long bytes = random.nextLong(1L << random.nextInt(1, 41));
      BigDecimal exact = exactPico(card, position, handlerNanos, initNanos, bytes);
      BigDecimal quoted = BigDecimal.valueOf(pico.picoUsd(handlerNanos, initNanos, bytes));
      double steps = (handlerNanos + initNanos) / 1e6 + 1_000 + bytes;
      assertThat(quoted.subtract(exact).abs())
          .as("seed %d, %d + %d ns, %d bytes: %s", seed, handlerNanos, initNanos, bytes, exact)
          .isLessThanOrEqualTo(BigDecimal.valueOf(1.5 + steps / (1L << 33)));
    }
  }

  @Test
  void aCallOfFiveMillisecondsIsQuotedToThePico() {
    RateCard card = Cards.card(Cards.LAMBDA);
    PicoCard pico = PicoCard.of(card, card.freeAllowance());

    // 0.125 GB x 0.005 s x 0.0000166667 = 10,416.6875 pico; 2,000 bytes x 0.09 / 10^9 = 180,000,000
    assertThat(pico.picoUsd(5 * MILLI, 0, 0)).isEqualTo(200_000 + 10_417);
    assertThat(pico.picoUsd(4 * MILLI, 1 * MILLI, 0)).isEqualTo(200_000 + 10_417);
    assertThat(pico.picoUsd(4 * MILLI + 1, 0, 0)).isEqualTo(200_000 + 10_417);
    assertThat(pico.picoUsd(5 * MILLI, 0, 2_000)).isEqualTo(200_000 + 10_417 + 180_000);
  }

  @Test
  void withinTheFreeTierACallCostsNothing() {
    for (Sku sku : SKUS.subList(4, 6)) {
      assertThat(PicoCard.of(Cards.card(sku), Usage.NONE).picoUsd(5 * MILLI, 0, 2_000)).isZero();
    }
  }

  @Test
  void aCallThatCrossesABoundIsQuotedExactly() {
    RateCard card = Cards.card(Sku.lambda("us-east-1", Sku.X86_64, 1024));
    Usage position = Usage.of(Meter.GB_SECONDS, new BigDecimal("399999.9994"));

    PicoCard pico = PicoCard.of(card, position);
    // 0.0006 of the 0.001 GB-seconds are free: 0.0004 x 0.0000166667
    assertThat(pico.picoUsd(MILLI, 0, 0)).isEqualTo(6_667);
  }

  @Test
  void theLastFreeRequestIsFreeAndTheNextIsNot() {
    RateCard card = Cards.card(Cards.LAMBDA);

    assertThat(used(card, Meter.REQUESTS, "999999").picoUsd(MILLI, 0, 0)).isZero();
    assertThat(used(card, Meter.REQUESTS, "999999.5").picoUsd(MILLI, 0, 0)).isEqualTo(100_000);
    assertThat(used(card, Meter.REQUESTS, "1000000").picoUsd(MILLI, 0, 0)).isEqualTo(200_000);
  }

  @Test
  void pastTheLastSourcedTierThereIsNoPriceForWhatIsCharged() {
    RateCard card = Cards.card(Sku.lambda("me-south-1", Sku.ARM64, 128));
    PicoCard atItsEnd = PicoCard.of(card, Usage.of(Meter.EGRESS_GB, new BigDecimal("10340")));
    PicoCard almost = PicoCard.of(card, Usage.of(Meter.EGRESS_GB, new BigDecimal("10339.999")));

    assertThat(atItsEnd.picoUsd(MILLI, 0, 1)).isEqualTo(PicoCard.UNPRICED);
    assertThat(atItsEnd.picoUsd(MILLI, 0, 0)).isZero();
    assertThat(almost.picoUsd(MILLI, 0, 1_000_000)).isEqualTo(117_000_000);
    assertThat(almost.picoUsd(MILLI, 0, 1_000_001)).isEqualTo(PicoCard.UNPRICED);
  }

  @Test
  void aDearMachineIsQuotedToo() {
    PicoCard pico =
        PicoCard.of(
            RateCard.edge(
                Sku.edge("rack-1", 1024),
                Map.of(Meter.REQUESTS, BigDecimal.TEN, Meter.GB_SECONDS, new BigDecimal("3.5")),
                DAY),
            Usage.NONE);

    assertThat(pico.picoUsd(2_000 * MILLI, 0, 0)).isEqualTo(17_000_000_000_000L);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> dear("9000000").picoUsd(2_000 * MILLI, 0, 0));
    assertThat(dear("9000000").picoUsd(1_000 * MILLI, 0, 0)).isEqualTo(9_000_000_000_000_000_000L);
  }

  @Test
  void callsOutOfBoundsAreRefused() {
    PicoCard pico = PicoCard.of(Cards.card(Cards.LAMBDA), Usage.NONE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pico.picoUsd(-1, 0, 0))
        .withMessageContaining("handlerTime must be 0 to 24 hours");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pico.picoUsd(0, -1, 0))
        .withMessageContaining("initTime must be 0 to 24 hours");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pico.picoUsd(0, 0, -1))
        .withMessage("responseBytes must be 0 or more, not -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pico.picoUsd(Duration.ofDays(2).toNanos() + 1, 0, 0))
        .withMessageContaining("handlerTime must be 0 to 24 hours");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void cardsThatQuoteLikeForACallQuoteTheSameForAllThatAreNoGreater(long seed) {
    RandomGenerator random = new Random(seed);
    RateCard card = Cards.card(SKUS.get(random.nextInt(SKUS.size())));
    PicoCard one = PicoCard.of(card, nearABound(card, random));
    PicoCard other = PicoCard.of(card, nearABound(card, random));
    for (int i = 0; i < 50; i++) {
      long handlerNanos = random.nextLong(1L << random.nextInt(1, 47)) % (86_400_000 * MILLI);
      long initNanos = random.nextBoolean() ? 0 : random.nextLong(10_000 * MILLI);
      long bytes = random.nextLong(1L << random.nextInt(1, 41));
      boolean isLike = one.quotesLike(other, handlerNanos, initNanos, bytes);
      assertThat(other.quotesLike(one, handlerNanos, initNanos, bytes)).isEqualTo(isLike);
      if (isLike) {
        long less = random.nextLong(handlerNanos + 1);
        for (long handler : new long[] {handlerNanos, less, 0}) {
          assertThat(one.picoUsd(handler, initNanos, bytes))
              .as("seed %d, %d + %d ns, %d bytes", seed, handler, initNanos, bytes)
              .isEqualTo(other.picoUsd(handler, initNanos, bytes));
        }
      }
    }
  }

  @Test
  void positionsOnTheSameTiersQuoteLike() {
    RateCard card = Cards.card(Sku.lambda("us-east-1", Sku.X86_64, 1024));
    PicoCard free = PicoCard.of(card, Usage.NONE);
    PicoCard paid = PicoCard.of(card, card.freeAllowance());

    assertThat(free.quotesLike(used(card, Meter.REQUESTS, "7"), MILLI, MILLI, 1)).isTrue();
    assertThat(paid.quotesLike(paid, MILLI, MILLI, 1)).isTrue();
    assertThat(free.quotesLike(paid, MILLI, 0, 1)).isFalse();
    for (Meter meter : List.of(Meter.REQUESTS, Meter.GB_SECONDS, Meter.EGRESS_GB)) {
      PicoCard past = used(card, meter, card.freeAllowance().of(meter).toPlainString());
      assertThat(free.quotesLike(past, MILLI, 0, 1)).as(meter.name()).isFalse();
      assertThat(past.quotesLike(past, MILLI, 0, 1)).as(meter.name()).isTrue();
    }
  }

  @Test
  void aCallThatRunsPastTheLineOfEitherQuotesLikeNone() {
    RateCard card = Cards.card(Sku.lambda("us-east-1", Sku.X86_64, 1024));
    PicoCard free = PicoCard.of(card, Usage.NONE);
    PicoCard fiveMillisLeft = used(card, Meter.GB_SECONDS, "399999.995");
    PicoCard fiveBytesLeft = used(card, Meter.EGRESS_GB, "99.999999995");

    for (boolean isFirst : new boolean[] {true, false}) {
      PicoCard one = isFirst ? fiveMillisLeft : free;
      PicoCard other = isFirst ? free : fiveMillisLeft;
      assertThat(one.quotesLike(other, 5 * MILLI, 0, 0)).isTrue();
      assertThat(one.quotesLike(other, 4 * MILLI, MILLI, 0)).isTrue();
      assertThat(one.quotesLike(other, 5 * MILLI + 1, 0, 0)).isFalse();
      one = isFirst ? fiveBytesLeft : free;
      other = isFirst ? free : fiveBytesLeft;
      assertThat(one.quotesLike(other, 0, 0, 5)).isTrue();
      assertThat(one.quotesLike(other, 0, 0, 6)).isFalse();
    }
  }

  @Test
  void anotherCardQuotesLikeNoneWhateverItsPrices() {
    Map<Meter, BigDecimal> prices = Map.of(Meter.REQUESTS, new BigDecimal("0.001"));
    RateCard one = RateCard.edge(Sku.edge("rack-1", 1024), prices, DAY);
    RateCard same = RateCard.edge(Sku.edge("rack-1", 1024), prices, DAY);
    PicoCard card = PicoCard.of(one, Usage.NONE);

    assertThat(card.quotesLike(PicoCard.of(one, Usage.NONE), 0, 0, 0)).isTrue();
    assertThat(card.quotesLike(PicoCard.of(same, Usage.NONE), 0, 0, 0)).isFalse();
  }

  private static PicoCard used(RateCard card, Meter meter, String amount) {
    return PicoCard.of(card, Usage.of(meter, new BigDecimal(amount)));
  }

  private static PicoCard dear(String usdPerGbSecond) {
    Map<Meter, BigDecimal> prices = Map.of(Meter.GB_SECONDS, new BigDecimal(usdPerGbSecond));
    return PicoCard.of(RateCard.edge(Sku.edge("rack-1", 1024), prices, DAY), Usage.NONE);
  }

  /** Anywhere, or at, just below or just above the end of an allowance. */
  private static Usage nearABound(RateCard card, RandomGenerator random) {
    Usage position = Usage.NONE;
    Usage free = card.freeAllowance();
    for (Meter meter : Meter.values()) {
      BigDecimal off = BigDecimal.valueOf(random.nextLong(-3_000, 3_000), random.nextInt(9));
      BigDecimal end = free.of(meter);
      BigDecimal far = BigDecimal.valueOf(random.nextLong(1L << 34));
      position =
          position.plus(
              meter,
              switch (random.nextInt(4)) {
                case 0 -> end;
                case 1 -> end.add(off).max(BigDecimal.ZERO);
                case 2 -> far;
                default -> BigDecimal.ZERO;
              });
    }
    return position;
  }

  private static BigDecimal exactPico(
      RateCard card, Usage position, long handlerNanos, long initNanos, long bytes) {
    Call call = new Call(Duration.ofNanos(handlerNanos), Duration.ofNanos(initNanos), bytes);
    Optional<Quote> quote = card.quote(call, position);
    return quote.map(q -> q.totalUsd().movePointRight(12)).orElse(BigDecimal.ONE.negate());
  }
}

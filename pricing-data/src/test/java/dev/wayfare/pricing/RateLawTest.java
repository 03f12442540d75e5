package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every rate and every month; the seed is in each case's name. */
class RateLawTest {
  private static final Provenance ANY =
      new Provenance(
          Confidence.HIGH,
          LocalDate.of(2026, 11, 23),
          List.of(new Provenance.Source("made up", null, "2026-11-23")));

  static LongStream seeds() {
    return Seeds.all();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theMarginalCostsOfAMonthSumToItsBill(long seed) {
    RandomGenerator random = new Random(seed);
    List<Tier> tiers = tiers(random);
    Rate.Allowance allowance =
        new Rate.Allowance(
            decimal(random, 50), decimal(random, random.nextBoolean() ? 0 : 100), null);
    Rate rate = new Rate(Meter.REQUESTS, tiers, allowance, ANY);

    BigDecimal position = BigDecimal.ZERO;
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < 100; i++) {
      BigDecimal quantity = decimal(random, 10);
      BigDecimal usd = rate.marginalUsd(position, quantity).orElseThrow();
      assertThat(usd).as("seed %d", seed).isNotNegative();
      position = position.add(quantity);
      sum = sum.add(usd);
      assertThat(sum).as("seed %d", seed).isEqualByComparingTo(bill(tiers, allowance, position));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theQuotesOfAMonthsCallsSumToWhatTheirUsageCosts(long seed) {
    RandomGenerator random = new Random(seed);
    Sku[] skus = {Cards.LAMBDA, Cards.FLEX, Cards.CONSUMPTION, Cards.RUN_TIER_1, Cards.RUN_TIER_2};
    RateCard card = Cards.card(skus[random.nextInt(skus.length)]);
    Usage usage = Usage.NONE;
    BigDecimal sum = BigDecimal.ZERO;
    Usage free = card.freeAllowance();
    for (Meter meter : Meter.values()) {
      // A little less than the allowance, so that the calls cross its end.
      usage = usage.plus(meter, free.of(meter).subtract(decimal(random, 1)).max(BigDecimal.ZERO));
    }
    Usage start = usage;
    for (int i = 0; i < 50; i++) {
      Call call =
          new Call(
              Duration.ofNanos(random.nextLong(5_000_000_000L)),
              Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(2_000) : 0),
              random.nextLong(100_000_000));
      sum = sum.add(card.quote(call, usage).orElseThrow().totalUsd());
      usage = usage.plus(card.usageOf(call));
    }
    BigDecimal bill = BigDecimal.ZERO;
    for (Rate rate : card.rates()) {
      BigDecimal from = start.of(rate.meter());
      BigDecimal quantity = usage.of(rate.meter()).subtract(from);
      bill = bill.add(rate.marginalUsd(from, quantity).orElseThrow());
    }
    assertThat(sum).as("seed %d", seed).isEqualByComparingTo(bill).isPositive();
  }

  /** The same bill, written as its definition. */
  private static BigDecimal bill(List<Tier> tiers, Rate.Allowance allowance, BigDecimal quantity) {
    BigDecimal billed = quantity.subtract(allowance.quantity()).max(BigDecimal.ZERO);
    BigDecimal usd = BigDecimal.ZERO;
    for (Tier tier : tiers) {
      BigDecimal end = tier.to().map(billed::min).orElse(billed);
      usd = usd.add(end.subtract(tier.from()).max(BigDecimal.ZERO).multiply(tier.priceUsd()));
    }
    return usd.subtract(allowance.creditUsd()).max(BigDecimal.ZERO);
  }

  private static List<Tier> tiers(RandomGenerator random) {
    List<Tier> tiers = new ArrayList<>();
    BigDecimal from = BigDecimal.ZERO;
    for (int i = random.nextInt(4); i > 0; i--) {
      BigDecimal to = from.add(decimal(random, 100)).add(BigDecimal.ONE);
      tiers.add(new Tier(from, to, decimal(random, 3)));
      from = to;
    }
    tiers.add(new Tier(from, null, decimal(random, 3)));
    return tiers;
  }

  /** A decimal of 0 to {@code bound}, of random scale. */
  private static BigDecimal decimal(RandomGenerator random, int bound) {
    int scale = random.nextInt(10);
    long units = bound * (long) Math.pow(10, scale);
    return BigDecimal.valueOf(random.nextLong(units + 1), scale);
  }
}

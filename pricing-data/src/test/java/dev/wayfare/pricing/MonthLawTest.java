package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.wayfare.pricing.AccountTerms.CustomPrice;
import dev.wayfare.pricing.AccountTerms.Discount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every month of every shipped plan, whatever the account pays. */
class MonthLawTest {
  private static final List<Meter> METERS = List.of(Meter.values());
  private static final List<Sku> SKUS =
      List.of(
          Cards.LAMBDA,
          Sku.lambda("us-east-1", Sku.ARM64, 1769).withStorageMib(2048),
          Cards.LAMBDA.withPlan("lambda-provisioned"),
          Cards.FLEX,
          Sku.flex("eastus2", 512).withPlan("flex-always-ready"),
          Cards.CONSUMPTION,
          Cards.RUN_TIER_1,
          Cards.RUN_TIER_2,
          Cards.RUN_TIER_1.withPlan("run-functions-ready"));

  static LongStream seeds() {
    return Seeds.all();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aMonthSplitAtAnyPointCostsTheSame(long seed) {
    RandomGenerator random = new Random(seed);
    RateCard card = card(random);
    Usage opening = opening(card, random);
    MonthProfile first = month(random);
    MonthProfile second = month(random);

    Quote before = card.month(first, opening).orElseThrow();
    Quote after = card.month(second, opening.plus(card.usageOf(first))).orElseThrow();
    Usage both = card.usageOf(first).plus(card.usageOf(second));
    for (int i = 0; i < before.lines().size(); i++) {
      Rate rate = card.rates().get(i);
      assertThat(before.lines().get(i).usd().add(after.lines().get(i).usd()))
          .as("seed %d, %s", seed, rate.meter())
          .isEqualByComparingTo(
              rate.marginalUsd(opening.of(rate.meter()), both.of(rate.meter())).orElseThrow());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theCallsOfAMonthQuotedOneByOneSumToIt(long seed) {
    RandomGenerator random = new Random(seed);
    RateCard card = card(random);
    Usage position = opening(card, random);
    CallMix calls = calls(random);
    MonthProfile month = MonthProfile.of(calls, random.nextLong(60));
    Quote total = card.month(month, position).orElseThrow();

    long[] counts = calls.apportion(month.requests());
    assertThat(LongStream.of(counts).sum()).isEqualTo(month.requests());
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < counts.length; i++) {
      Call call = calls.shares().get(i).call();
      for (long n = 0; n < counts[i]; n++) {
        sum = sum.add(card.quote(call, position).orElseThrow().totalUsd());
        position = position.plus(card.usageOf(call));
      }
    }
    assertThat(sum).as("seed %d", seed).isEqualByComparingTo(total.totalUsd());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void callsThatAreTalliedCostWhatTheyCostOneByOne(long seed) {
    RandomGenerator random = new Random(seed);
    RateCard card = card(random);
    Usage opening = opening(card, random);
    Usage position = opening;
    BigDecimal sum = BigDecimal.ZERO;
    Tally tally = new Tally(0, 0, 0);
    for (CallMix.Share share : calls(random).shares()) {
      Call call = share.call();
      sum = sum.add(card.quote(call, position).orElseThrow().totalUsd());
      position = position.plus(card.usageOf(call));
      tally =
          new Tally(
              tally.calls() + 1,
              tally.billedMillis() + card.billedMillis(call),
              tally.responseBytes() + call.responseBytes());
    }
    assertThat(card.quote(tally, opening).orElseThrow().totalUsd())
        .as("seed %d", seed)
        .isEqualByComparingTo(sum);
    assertThat(opening.plus(card.usageOf(tally))).as("seed %d", seed).isEqualTo(position);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theCostNeverFallsAsUsageGrows(long seed) {
    RandomGenerator random = new Random(seed);
    RateCard card = card(random);
    Usage opening = opening(card, random);
    long millis = random.nextLong(3_000);
    long bytes = random.nextLong(100_000);
    long requests = random.nextLong(10_000_000);

    BigDecimal usd = cost(card, opening, millis, bytes, requests);
    assertThat(usd).isNotNegative();
    assertThat(cost(card, opening, millis + random.nextLong(300), bytes, requests))
        .isGreaterThanOrEqualTo(usd);
    assertThat(cost(card, opening, millis, bytes + random.nextLong(300), requests))
        .isGreaterThanOrEqualTo(usd);
    assertThat(cost(card, opening, millis, bytes, requests + random.nextLong(300)))
        .isGreaterThanOrEqualTo(usd);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theBreakdownSumsAndACreditIsSpentOnce(long seed) {
    RandomGenerator random = new Random(seed);
    RateCard card = card(random);
    BigDecimal credit = BigDecimal.valueOf(random.nextLong(100_000_000), 6);
    BigDecimal left = credit;
    BigDecimal paid = BigDecimal.ZERO;
    BigDecimal bill = BigDecimal.ZERO;
    Usage position = card.freeAllowance();
    for (int i = 0; i < 8; i++) {
      MonthProfile month = month(random);
      Quote quote = card.month(month, position).orElseThrow().afterCredit(left);
      BigDecimal lines =
          quote.lines().stream().map(Quote.Line::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(lines.subtract(quote.creditUsd())).isEqualByComparingTo(quote.totalUsd());
      position = position.plus(card.usageOf(month));
      left = left.subtract(quote.creditUsd());
      paid = paid.add(quote.totalUsd());
      bill = bill.add(lines);
    }
    assertThat(paid)
        .as("seed %d", seed)
        .isEqualByComparingTo(bill.subtract(credit).max(BigDecimal.ZERO));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aZeroIsKeptAndAMissingRateIsNeverZero(long seed) throws IOException {
    RandomGenerator random = new Random(seed);
    Sku sku = SKUS.get(random.nextInt(SKUS.size()));
    List<Rate> rates = Cards.card(sku).rates();
    Meter meter = rates.get(random.nextInt(rates.size())).meter();

    PriceBook without = shippedWithout(sku, meter);
    assertThat(without.rateCard(sku))
        .as("seed %d, %s without %s", seed, sku, meter)
        .isInstanceOfSatisfying(
            PriceLookup.Unpriced.class, gap -> assertThat(gap.reason()).contains(meter.name()));

    CustomPrice zero = new CustomPrice(meter, new BigDecimal("0.00"), null, null, null);
    AccountTerms terms = new AccountTerms(BigDecimal.ZERO, List.of(), List.of(zero), Usage.NONE);
    assertThat(without.rateCard(sku, terms))
        .isInstanceOfSatisfying(
            PriceLookup.Priced.class,
            priced -> {
              Quote quote = priced.card().month(month(random), Usage.NONE).orElseThrow();
              assertThat(Cards.line(quote, meter).usd()).isZero();
            });
  }

  private static BigDecimal cost(
      RateCard card, Usage opening, long millis, long bytes, long requests) {
    Call call = new Call(Duration.ofMillis(millis), Duration.ZERO, bytes);
    return card.month(MonthProfile.of(CallMix.of(call), requests), opening)
        .orElseThrow()
        .totalUsd();
  }

  private static PriceBook shippedWithout(Sku sku, Meter meter) throws IOException {
    try (InputStream in = PriceBook.class.getResourceAsStream("prices.json")) {
      JsonNode root = new JsonMapper().readTree(Objects.requireNonNull(in));
      for (JsonNode rate : root.get("rates")) {
        ArrayNode regions = (ArrayNode) rate.get("regions");
        if (rate.get("meter").textValue().equals(meter.name())
            && rate.get("provider").textValue().equals(sku.provider().id())
            && regions.size() > 1) {
          regions.removeIf(region -> region.textValue().equals(sku.region()));
        } else if (rate.get("meter").textValue().equals(meter.name())
            && regions.get(0).textValue().equals(sku.region())) {
          regions.set(0, "somewhere-else-" + regions.hashCode());
        }
      }
      byte[] changed = new JsonMapper().writeValueAsBytes(root);
      return PriceBook.parse(new ByteArrayInputStream(changed), "changed.json");
    }
  }

  private static RateCard card(RandomGenerator random) {
    List<Discount> discounts =
        random.nextBoolean()
            ? List.of()
            : List.of(
                new Discount(
                    Set.of(Meter.GB_SECONDS, Meter.VCPU_SECONDS),
                    BigDecimal.valueOf(random.nextInt(1, 101), 2)));
    Meter own = METERS.get(random.nextInt(METERS.size()));
    List<CustomPrice> prices =
        random.nextBoolean()
            ? List.of()
            : List.of(
                new CustomPrice(own, BigDecimal.valueOf(random.nextInt(100), 7), null, null, null));
    PriceLookup lookup =
        PriceBook.shipped()
            .rateCard(
                SKUS.get(random.nextInt(SKUS.size())),
                new AccountTerms(BigDecimal.ZERO, discounts, prices, Usage.NONE));
    assertThat(lookup).isInstanceOf(PriceLookup.Priced.class);
    return ((PriceLookup.Priced) lookup).card();
  }

  /** Somewhat before the end of the allowance, or a part of it, or past it. */
  private static Usage opening(RateCard card, RandomGenerator random) {
    Usage opening = Usage.NONE;
    Usage free = card.freeAllowance();
    for (Meter meter : Meter.values()) {
      BigDecimal some = BigDecimal.valueOf(random.nextLong(100_000_000), 6);
      opening =
          opening.plus(
              meter,
              switch (random.nextInt(3)) {
                case 0 -> some;
                case 1 -> free.of(meter).subtract(some).max(BigDecimal.ZERO);
                default -> free.of(meter).add(some);
              });
    }
    return opening;
  }

  private static CallMix calls(RandomGenerator random) {
    List<CallMix.Share> shares = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      Call call =
          new Call(
              Duration.ofNanos(random.nextLong(5_000_000_000L)),
              Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(2_000) : 0),
              random.nextLong(1_000_000));
      shares.add(new CallMix.Share(call, random.nextLong(1, 100)));
    }
    return new CallMix(shares);
  }

  private static MonthProfile month(RandomGenerator random) {
    return new MonthProfile(
        calls(random),
        random.nextLong(1_000_000),
        random.nextInt(4),
        Duration.ofSeconds(random.nextLong(2_000_000)));
  }
}

package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One quote of a call: in whole pico-dollars from a card at a position, exactly from the card, and
 * the making of the former. The calls differ, so that no quote is known in advance.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class QuoteBenchmark {
  private static final int TARGETS = 4; // a power of two

  private RateCard[] cards;
  private PicoCard[] picoCards;
  private Usage position;
  private int turn;

  /** Cards of four targets, at a position past every allowance. */
  @Setup
  public void prepare() {
    List<Sku> skus =
        List.of(
            Sku.lambda("us-east-1", Sku.ARM64, 512),
            Sku.flex("eastus", 2048),
            Sku.runFunctions("us-central1", BigDecimal.ONE, 512),
            Sku.runFunctions("europe-west2", BigDecimal.ONE, 512));
    cards = skus.stream().map(QuoteBenchmark::card).toArray(RateCard[]::new);
    position = Usage.NONE;
    for (Meter meter : Meter.values()) {
      position = position.plus(meter, new BigDecimal("3000000.125"));
    }
    picoCards = new PicoCard[TARGETS];
    for (int i = 0; i < TARGETS; i++) {
      picoCards[i] = PicoCard.of(cards[i], position);
    }
  }

  /** The hot path. */
  @Benchmark
  public long pico() {
    int n = ++turn;
    return picoCards[n & (TARGETS - 1)].picoUsd(n & 0xFFF_FFFF, 0, n & 0xFFFF);
  }

  /** The ledger's way. */
  @Benchmark
  public Object exact() {
    int n = ++turn;
    Call call = new Call(Duration.ofNanos(n & 0xFFF_FFFF), Duration.ZERO, n & 0xFFFF);
    return cards[n & (TARGETS - 1)].quote(call, position);
  }

  /** What a new position costs. */
  @Benchmark
  public Object picoCard() {
    return PicoCard.of(cards[++turn & (TARGETS - 1)], position);
  }

  private static RateCard card(Sku sku) {
    return switch (PriceBook.shipped().rateCard(sku)) {
      case PriceLookup.Priced(var card) -> card;
      case PriceLookup.Unpriced(var reason) -> throw new IllegalStateException(reason);
    };
  }
}

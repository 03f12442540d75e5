package dev.wayfare.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.CallBound;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.FunctionEstimates;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TariffsTest {
  private static final Call CALL = new Call(Duration.ofMillis(100), Duration.ZERO, 1000);
  private final ManualTime time = new ManualTime(Instant.parse("2026-01-31T23:59:59Z"));

  private Tariffs tariffs(String freeTier) {
    return tariffs("free-tier", freeTier);
  }

  private Tariffs tariffs(String key, String value) {
    return new Tariffs(config(key, value), PriceBook.shipped(), time);
  }

  private static WayfareConfig config(String key, String value) {
    return WayfareConfig.parse(
        Path.of("wayfare.yaml"),
        """
        version: 1
        accounts: {aws: {%s: %s}}
        functions:
          f:
            path: /
            targets:
              - {id: aws, provider: aws, region: us-east-1, memory: 1GiB}
              - {id: own, provider: edge, memory: 1GiB,
                 price: {usd-per-million-requests: "0.50", usd-per-gb-second: "0.00001"}}
              - {id: gift, provider: edge, memory: 1GiB, price: {usd-per-gb-second: 0}}
              - {id: mystery, provider: edge, memory: 1GiB}
        """
            .formatted(key, value));
  }

  @Test
  void anEdgeTargetCostsWhatTheUserSays() {
    assertThat(quote(tariffs("used").of("own")))
        .isInstanceOfSatisfying(
            Fare.Known.class, fare -> assertThat(fare.usd()).isEqualByComparingTo("0.0000015"));
  }

  @Test
  void targetsThatAreTheSameToBuyHaveTheSamePricesAfterACallToEither() {
    WayfareConfig config =
        WayfareConfig.parse(
            Path.of("wayfare.yaml"),
            """
            version: 1
            functions:
              f:
                path: /
                targets:
                  - {id: one, provider: aws, region: us-east-1, memory: 1GiB}
                  - {id: two, provider: aws, region: us-east-1, memory: 1GiB}
                  - {id: large, provider: aws, region: us-east-1, memory: 2GiB}
            """);
    Tariffs tariffs = new Tariffs(config, PriceBook.shipped(), time);
    Terms before = tariffs.of("one").terms();
    tariffs.of("one").charge(CALL);
    Terms after = tariffs.of("two").terms();
    assertThat(after).isNotEqualTo(before).isSameAs(tariffs.of("one").terms());
    assertThat(tariffs.of("large").terms()).isNotEqualTo(after);
  }

  @Test
  void aCallThatStaysOnTheTiersCostsTheSameAfterACall() {
    Tariff aws = tariffs("used").of("aws");
    Terms before = aws.terms();
    aws.charge(CALL);
    assertThat(aws.terms()).isNotEqualTo(before);
    assertThat(aws.terms().pricesLike(before, expected(100, 1000))).isTrue();
    assertThat(aws.terms().pricesLike(tariffs("used").of("aws").terms(), expected(100, 1000)))
        .as("another book's card")
        .isFalse();
  }

  @Test
  void whereATierEndsACallMayCostAnother() {
    Tariff aws = tariffs("opening", "{requests: 999998, gb-seconds: 399999}").of("aws");
    Terms before = aws.terms();
    aws.charge(CALL);
    Terms last = aws.terms();
    assertThat(last.pricesLike(before, expected(100, 1000))).isTrue();
    assertThat(last.pricesLike(before, expected(950, 1000))).as("more than is free").isFalse();
    assertThat(last.pricesLike(before, expected(100, 100_000_000_000L))).as("bytes").isFalse();
    aws.charge(CALL);
    assertThat(aws.terms().pricesLike(last, expected(100, 1000))).as("requests").isFalse();
  }

  @Test
  void aCreditOfWhichLessIsLeftMayPayAnotherShare() {
    Tariff aws = tariffs("credit-usd", "4, free-tier: used").of("aws");
    Terms before = aws.terms();
    assertThat(aws.terms().pricesLike(before, expected(100, 1000))).isTrue();
    aws.charge(CALL);
    assertThat(aws.terms().pricesLike(before, expected(100, 1000))).isFalse();
  }

  @Test
  void aVersionIsAnotherAfterACallAndAfterMidnightAndElseTheSame() {
    Tariffs tariffs = tariffs("used");
    Tariff own = tariffs.of("own");
    long first = own.version();
    assertThat(own.version()).isEqualTo(first).isEqualTo(tariffs.of("mystery").version());
    assertThat(own.terms(first)).isSameAs(own.terms());
    tariffs.of("gift").charge(CALL);
    long second = own.version();
    assertThat(second).isNotEqualTo(first);
    assertThat(own.version()).isEqualTo(second);
    time.advance(Duration.ofSeconds(1));
    assertThat(own.version()).as("another day").isNotEqualTo(second);
  }

  @Test
  void aVersionIsAnotherAfterWhatOthersStoredIsKnown() {
    List<Long> seen = new ArrayList<>();
    List<Tariff> asked = new ArrayList<>();
    var store =
        new AskingStore(new MemoryStore(), () -> asked.forEach(it -> seen.add(it.version())));
    Tariffs tariffs =
        new Tariffs(config("free-tier", "used"), PriceBook.shipped(), time, "this one", store);
    asked.add(tariffs.of("own"));
    tariffs.ledger().flush();
    assertThat(seen).hasSize(1).doesNotContain(tariffs.of("own").version());
  }

  /** Runs something while the store is used. */
  private record AskingStore(LedgerStore store, Runnable meanwhile) implements LedgerStore {
    @Override
    public Totals exchange(Optional<Batch> batch, Set<String> periods) {
      meanwhile.run();
      return store.exchange(batch, periods);
    }

    @Override
    public boolean isDurable() {
      return store.isDurable();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Test
  void withoutAPriceNothingChanges() {
    Tariff mystery = tariffs("used").of("mystery");
    Terms own = tariffs("used").of("own").terms();
    assertThat(mystery.terms().pricesLike(mystery.terms(), expected(100, 1000))).isTrue();
    assertThat(mystery.terms().pricesLike(own, expected(100, 1000))).isFalse();
    assertThat(own.pricesLike(mystery.terms(), expected(100, 1000))).isFalse();
  }

  private static CallBound expected(long handlerMillis, long responseBytes) {
    Estimates estimates = new Estimates(new FunctionEstimates(), Duration.ofSeconds(10), false);
    for (int i = 0; i < 40; i++) {
      estimates.handled(Duration.ofMillis(handlerMillis), 0, 0);
      estimates.sent(responseBytes, 0);
    }
    return estimates.outlook(0, 0.5).call().bound();
  }

  @Test
  void aPriceOfLowConfidenceSaysSo() {
    WayfareConfig config =
        WayfareConfig.parse(
            Path.of("wayfare.yaml"),
            """
            version: 1
            functions:
              f:
                path: /
                targets:
                  - {id: low, provider: gcp, region: asia-south1, memory: 512MiB, vcpus: 1}
                  - {id: high, provider: gcp, region: us-central1, memory: 512MiB, vcpus: 1}
                  - {id: none, provider: edge, memory: 1GiB}
            """);
    Tariffs tariffs = new Tariffs(config, PriceBook.shipped(), time);
    assertThat(tariffs.of("low").terms().confidence()).hasValue(Confidence.LOW);
    assertThat(tariffs.of("high").terms().confidence()).hasValue(Confidence.HIGH);
    assertThat(tariffs.of("none").terms().confidence()).isEmpty();
  }

  @Test
  void zeroIsARealPriceAndAMissingOneIsNone() {
    Tariffs tariffs = tariffs("used");
    assertThat(quote(tariffs.of("gift")))
        .isInstanceOfSatisfying(
            Fare.Known.class, fare -> assertThat(fare.usd()).isEqualByComparingTo("0"));
    assertThat(quote(tariffs.of("mystery"))).isInstanceOf(Fare.Unknown.class);
    assertThat(tariffs.of("mystery").monthToDateUsd()).isEmpty();
  }

  @Test
  void aUsedUpFreeTierMakesTheFirstCallCost() {
    assertThat(usd(quote(tariffs("used").of("aws")))).isPositive();
    assertThat(usd(quote(tariffs("available").of("aws")))).isZero();
  }

  @Test
  void whatOtherWorkloadsUsedEachMonthIsWhereTheMonthStarts() {
    Tariff aws = tariffs("opening", "{requests: 999999, gb-seconds: 400000}").of("aws");
    // 1 GB x 0.1 s x 0.0000166667
    assertThat(usd(quote(aws))).isEqualByComparingTo("0.00000166667");
    aws.charge(CALL);
    assertThat(usd(quote(aws))).isEqualByComparingTo("0.00000186667");
    time.advance(Duration.ofSeconds(1));
    assertThat(usd(quote(aws))).isEqualByComparingTo("0.00000166667");
  }

  @Test
  void anAccountsOwnPriceWins() {
    Tariff aws = tariffs("prices", "[{meter: requests, usd: 3}]").of("aws");
    assertThat(usd(quote(aws))).isEqualByComparingTo("3");
  }

  @Test
  void aCreditPaysTheFirstPartOfEachMonthsBill() {
    Tariff aws = tariffs("credit-usd", "4, prices: [{meter: requests, usd: 3}]").of("aws");
    assertThat(usd(quote(aws))).isEqualByComparingTo("0");
    aws.charge(CALL);
    assertThat(usd(quote(aws))).isEqualByComparingTo("2");
    aws.charge(CALL);
    assertThat(usd(quote(aws))).isEqualByComparingTo("3");
    assertThat(aws.monthToDateUsd().orElseThrow()).isEqualByComparingTo("2");
    time.advance(Duration.ofSeconds(1));
    assertThat(usd(quote(aws))).isEqualByComparingTo("0");
  }

  @Test
  void chargesAddUpAndStartAnewWithTheMonth() {
    Tariff own = tariffs("used").of("own");
    own.charge(CALL);
    own.charge(CALL);
    assertThat(own.monthToDateUsd().orElseThrow()).isEqualByComparingTo("0.000003");
    time.advance(Duration.ofSeconds(1));
    assertThat(own.monthToDateUsd().orElseThrow()).isEqualByComparingTo("0");
    own.charge(CALL);
    assertThat(own.monthToDateUsd().orElseThrow()).isEqualByComparingTo("0.0000015");
  }

  @Test
  void nothingIsLostWhenManyThreadsCharge() throws InterruptedException {
    Tariff own = tariffs("used").of("own");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int call = 0; call < 1000; call++) {
                  own.charge(CALL);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(own.monthToDateUsd().orElseThrow()).isEqualByComparingTo("0.006");
  }

  private static BigDecimal usd(Fare fare) {
    return fare instanceof Fare.Known known ? known.usd() : BigDecimal.valueOf(-1);
  }

  private static Fare quote(Tariff tariff) {
    return tariff
        .terms()
        .fare(
            quoter ->
                quoter.picoUsd(
                    CALL.handlerTime().toNanos(), CALL.initTime().toNanos(), CALL.responseBytes()));
  }
}

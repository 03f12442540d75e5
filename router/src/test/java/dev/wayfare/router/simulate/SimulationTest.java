package dev.wayfare.router.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.ledger.Spend;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the router promises, under faults, in virtual time. */
final class SimulationTest {
  private static final Duration FROM = Duration.ofMinutes(10);
  private static final Duration LASTING = Duration.ofMinutes(10);
  private static final Duration END = FROM.plus(LASTING);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String AWS =
      "{id: aws, provider: aws, region: us-east-1, architecture: arm64, memory: 512MiB}";

  private static Scenario cheapAndDear() {
    return new Scenario("", Scenario.edge("cheap", "1"), Scenario.edge("dear", "2"));
  }

  @ParameterizedTest
  @CsvSource({"ERRORS, 0.01", "OUTAGE, 0.01", "HANG, 0.01"})
  void aFailingTargetAttractsNoTrafficHoweverCheapAndFastItIs(Fault.Kind kind, double most) {
    Tries tries = new Tries();
    Simulation.Result result = cheapAndDear().fault("cheap", kind, FROM, LASTING).run(tries);
    assertThat(tries.share("cheap", Duration.ZERO, FROM)).isGreaterThan(0.98);
    assertThat(tries.share("cheap", FROM.plus(MINUTE), END)).isLessThan(most);
    assertThat(result.outcome().failed()).isZero();
    assertThat(result.outcome().refused()).isZero();
  }

  /** A breaker waits for 30 s at most, and its trials take a little. */
  @ParameterizedTest
  @CsvSource({"ERRORS", "OUTAGE", "HANG"})
  void aRecoveredTargetHasItsTrafficBackWithin40Seconds(Fault.Kind kind) {
    Tries tries = new Tries();
    cheapAndDear().fault("cheap", kind, FROM, LASTING).run(tries);
    assertThat(tries.until("cheap", 0.95, END)).isLessThanOrEqualTo(Duration.ofSeconds(40));
  }

  /** The first requests of a hang are a twentieth of three minutes'. */
  @Test
  void withHedgingNobodyWaitsForATargetThatHangs() {
    assertThat(p95OfAHang("")).isGreaterThan(Duration.ofSeconds(9));
    assertThat(p95OfAHang("policy: {hedge: 99}\n")).isLessThan(Duration.ofSeconds(1));
  }

  private static Duration p95OfAHang(String head) {
    Simulation.Result result =
        new Scenario(head, Scenario.edge("cheap", "1"), Scenario.edge("dear", "2"))
            .lasts(Instant.parse("2026-03-10T12:00:00Z"), Duration.ofMinutes(3))
            .fault("cheap", Fault.Kind.HANG, MINUTE, MINUTE)
            .run();
    assertThat(result.outcome().failed()).isZero();
    return Duration.ofNanos(result.outcome().p95Nanos());
  }

  /** The cheap one runs 20 requests at once, of some 20 ms: about 1,000 in a second. */
  @Test
  void whatATargetQueuesGoesToTheNextOne() {
    assertThat(p95OfAnOverload("router: {concurrency: {min: 10000, max: 10000}}\n"))
        .isGreaterThan(Duration.ofMillis(500));
    assertThat(p95OfAnOverload("")).isLessThan(Duration.ofMillis(200));
  }

  private static Duration p95OfAnOverload(String head) {
    Simulation.Result result =
        new Scenario(head, Scenario.edge("cheap", "1"), Scenario.edge("dear", "2"))
            .place("cheap", new Place(Duration.ofMillis(2), 1, Duration.ZERO, Duration.ZERO, 20))
            .lasts(Instant.parse("2026-03-10T12:00:00Z"), Duration.ofMinutes(1))
            .perSecond(1_200)
            .run();
    assertThat(result.outcome().failed()).isZero();
    assertThat(result.outcome().refused()).isZero();
    return Duration.ofNanos(result.outcome().p95Nanos());
  }

  @Test
  void noEqualTargetIsStarved() {
    Simulation.Result result =
        new Scenario("", Scenario.edge("a", "1"), Scenario.edge("b", "1"), Scenario.edge("c", "1"))
            .run();
    double third = (double) result.outcome().requests() / 3;
    assertThat(result.outcome().answersByTarget().values())
        .hasSize(3)
        .allSatisfy(answers -> assertThat((double) answers).isCloseTo(third, within(third / 5)));
  }

  @Test
  void targetsThatAreAlmostEqualTakeNoTurnsInLeading() {
    Simulation.Result result =
        new Scenario("policy: {tolerance: 0%}\n", Scenario.edge("a", "1"), AWS)
            .work(new Spread(120e6, 240e6))
            .run();
    assertThat(result.outcome().leaderChanges()).isLessThanOrEqualTo(4);
  }

  @Test
  void aFlappingTargetCostsFewTries() {
    Tries tries = new Tries();
    Simulation.Result result =
        cheapAndDear()
            .fault(
                new Fault(
                    "cheap",
                    Fault.Kind.ERRORS,
                    FROM,
                    Duration.ofMinutes(20),
                    Duration.ofSeconds(20),
                    1))
            .run(tries);
    assertThat(result.outcome().failed()).isZero();
    assertThat((double) tries.failed()).isLessThan(0.01 * (double) result.outcome().requests());
  }

  @Test
  void aSlowTargetThatMissesTheLatencyTargetIsLeftUntilItIsQuickAgain() {
    Tries tries = new Tries();
    new Scenario(
            "policy: {latency: 150ms}\n", Scenario.edge("cheap", "1"), Scenario.edge("dear", "2"))
        .fault("cheap", Fault.Kind.SLOW, FROM, LASTING)
        .run(tries);
    assertThat(tries.share("cheap", FROM.plus(MINUTE), END)).isLessThan(0.02);
    assertThat(tries.until("cheap", 0.95, END)).isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aPriceThatRisesMovesTrafficAtOnce() {
    Tries tries = new Tries();
    new Scenario("accounts: {aws: {free-tier: used}}\n", AWS, Scenario.edge("edge", "1.5"))
        .change(new Workload.PriceChange(END, Provider.AWS, 4))
        .run(tries);
    assertThat(tries.share("aws", FROM, END)).isGreaterThan(0.95);
    assertThat(tries.share("edge", END.plusSeconds(1), END.plus(MINUTE))).isGreaterThan(0.98);
  }

  @Test
  void theEndOfAnAllowanceMovesTrafficAndTheNextMonthBringsItBack() {
    Tries tries = new Tries();
    Instant start = Instant.parse("2026-03-31T20:00:00Z");
    Duration midnight = Duration.ofHours(4);
    new Scenario(
            "accounts: {aws: {opening: {requests: \"980000\", gb-seconds: \"399900\"}}}\n",
            AWS,
            Scenario.edge("edge", "0.1"))
        .perSecond(4)
        .lasts(start, Duration.ofHours(5))
        .run(tries);
    assertThat(tries.share("aws", MINUTE, FROM)).isGreaterThan(0.98);
    assertThat(tries.share("edge", midnight.minusHours(1), midnight)).isGreaterThan(0.98);
    assertThat(tries.share("aws", midnight.plus(MINUTE), midnight.plus(FROM))).isGreaterThan(0.98);
  }

  /** Replicas x rate x flush interval, which together is the rate in one second, and what flies. */
  @Test
  void aBudgetIsOvershotByNoMoreThanWhatReplicasSpendInAFlushInterval() {
    double rate = 60;
    Simulation.Result result =
        new Scenario("budget: {usd-per-day: 5}\n", Scenario.edge("edge", "1000"))
            .replicas(3)
            .perSecond(rate)
            .run();
    double spent = (double) result.outcome().totalPicoUsd() / 1e12;
    assertThat(spent).isBetween(5.0, 5.0 + 1.5 * rate * 0.001);
    assertThat(result.outcome().refused()).isPositive();
  }

  @Test
  void aClockThatJumpsBothWaysDuringAnOutageChangesNothing() {
    Tries tries = new Tries();
    Simulation.Result result =
        cheapAndDear()
            .fault("cheap", Fault.Kind.ERRORS, FROM, LASTING)
            .jump(FROM.plus(MINUTE), Duration.ofHours(3))
            .jump(END.minus(MINUTE), Duration.ofHours(-4))
            .run(tries);
    assertThat(result.outcome().failed()).isZero();
    assertThat(tries.until("cheap", 0.95, END)).isLessThanOrEqualTo(Duration.ofSeconds(40));
    assertThat(bookedCalls(result)).isEqualTo(chargedCalls(result));
  }

  @Test
  void replicasBookEveryCallOnce() {
    Simulation.Result result =
        new Scenario("", AWS, Scenario.edge("edge", "0.1"))
            .replicas(3)
            .fault("aws", Fault.Kind.OUTAGE, FROM, LASTING)
            .run();
    long served = result.calls().values().stream().mapToLong(Long::longValue).sum();
    assertThat(bookedCalls(result)).isEqualTo(served);
    assertThat(chargedCalls(result)).isEqualTo(served);
    double booked =
        result.ledger().spend().entrySet().stream()
            .filter(it -> it.getKey().period().equals("2026-03"))
            .mapToDouble(it -> it.getValue().usd().doubleValue())
            .sum();
    double charged = (double) result.outcome().totalPicoUsd() / 1e12;
    assertThat(charged).isCloseTo(booked, within(booked * 1e-3));
  }

  @Test
  void creditsAndAllowancesAreKnownInHindsight() {
    String account = "accounts: {aws: {free-tier: used, credit-usd: \"0.005\"}}\n";
    Simulation.Result result = new Scenario(account, AWS).run();
    assertThat(result.outcome().totalPicoUsd()).isPositive();
    assertThat(result.aboveBound().orElseThrow()).isBetween(0.0, 0.01);
    Simulation.Result free = new Scenario("", AWS).run();
    assertThat(free.outcome().totalPicoUsd()).isZero();
    assertThat(free.aboveBound()).isEmpty();
  }

  @Test
  void equalSeedsGiveEqualRunsAndOthersOthers() {
    Scenario scenario = cheapAndDear().fault("cheap", Fault.Kind.ERRORS, FROM, LASTING);
    assertThat(scenario.run(1, Watcher.NONE)).isEqualTo(scenario.run(1, Watcher.NONE));
    assertThat(scenario.run(1, Watcher.NONE).outcome())
        .isNotEqualTo(scenario.run(2, Watcher.NONE).outcome());
  }

  private static long bookedCalls(Simulation.Result result) {
    return result.ledger().spend().entrySet().stream()
        .filter(it -> it.getKey().period().equals("2026-03"))
        .map(Map.Entry::getValue)
        .mapToLong(Spend::calls)
        .sum();
  }

  private static long chargedCalls(Simulation.Result result) {
    return result.outcome().charges().values().stream().mapToLong(Long::longValue).sum();
  }
}

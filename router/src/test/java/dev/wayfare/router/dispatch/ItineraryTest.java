package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ItineraryTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String NO_BUDGET = "retry-budget: {share: 0%, per-second: 0}";

  private static Optional<String> id(Optional<Itinerary.Stop> stop) {
    return stop.map(it -> it.target().id());
  }

  @Test
  void theNextTargetComesByRankAndThenNoneDoes() {
    Itinerary itinerary = new TwoTargets("").itinerary(LONG);
    assertThat(id(itinerary.first())).hasValue("cheap");
    assertThat(id(itinerary.retry())).hasValue("dear");
    assertThat(itinerary.retry()).isEmpty();
  }

  @Test
  void noFurtherTryBeginsWhereAnAnswerWouldComeTooLate() {
    TwoTargets targets = new TwoTargets("");
    targets.dear().estimates().answered(Duration.ofSeconds(2), targets.time.getAsLong());
    Duration usual = targets.dear().estimates().answerLatency();
    Itinerary inTime = targets.itinerary(LONG.plus(usual));
    Itinerary late = targets.itinerary(LONG.plus(usual).minusNanos(1));
    inTime.first();
    late.first();
    targets.time.advance(LONG);
    assertThat(id(inTime.retry())).hasValue("dear");
    assertThat(late.retry()).isEmpty();
    assertThat(late.next()).isEmpty();
  }

  @Test
  void theFirstTryBeginsHoweverLittleTimeThereIs() {
    assertThat(id(new TwoTargets("").itinerary(Duration.ofMillis(1)).first())).hasValue("cheap");
  }

  @Test
  void aTargetThatFailedLatelyIsTriedWithinTheBudgetAlone() {
    TwoTargets targets = new TwoTargets(NO_BUDGET);
    Itinerary before = targets.itinerary(LONG);
    before.first();
    assertThat(id(before.retry())).hasValue("dear");
    targets.fail(targets.dear(), 1);
    Itinerary after = targets.itinerary(LONG);
    after.first();
    assertThat(after.retry()).isEmpty();
    assertThat(after.repeatOnce()).isFalse();
    assertThat(targets.route.retries().refusals()).isEqualTo(1);
  }

  @Test
  void whatNoTargetGotNeedsNoBudget() {
    TwoTargets targets = new TwoTargets(NO_BUDGET);
    targets.fail(targets.dear(), 1);
    Itinerary itinerary = targets.itinerary(LONG);
    itinerary.first();
    assertThat(id(itinerary.next())).hasValue("dear");
    assertThat(targets.route.retries().refusals()).isZero();
  }

  @Test
  void whatCouldNotBeConnectedToHasAnotherChanceAfterTheOthersAndNoThird() {
    TwoTargets targets = new TwoTargets("");
    Itinerary itinerary = targets.itinerary(LONG);
    itinerary.first();
    itinerary.unreached(targets.cheap());
    assertThat(id(itinerary.next())).hasValue("dear");
    assertThat(id(itinerary.retry())).hasValue("cheap");
    itinerary.unreached(targets.cheap());
    assertThat(itinerary.next()).isEmpty();
  }

  @Test
  void aHedgeIsDueAtThePercentileOnceEnoughCallsAreKnown() {
    TwoTargets targets = new TwoTargets("", "policy: {hedge: 90}");
    for (int i = 1; i <= 10; i++) {
      targets.cheap().estimates().answered(Duration.ofMillis(i), targets.time.getAsLong());
    }
    assertThat(targets.itinerary(LONG).hedgeAfterNanos(targets.cheap())).isEmpty();
    targets.cheap().estimates().answered(Duration.ofMillis(100), targets.time.getAsLong());
    assertThat(targets.itinerary(LONG).hedgeAfterNanos(targets.cheap()).getAsLong())
        .isCloseTo(Duration.ofMillis(10).toNanos(), withinPercentage(4));
    assertThat(targets.itinerary(LONG).hedgeAfterNanos(targets.dear())).isEmpty();
  }

  @Test
  void aRequestIsHedgedOnceAndTriedElsewhereAfterwards() {
    TwoTargets targets = new TwoTargets("", "policy: {hedge: 50}");
    targets.cheap().estimates().answered(Duration.ofMillis(1), targets.time.getAsLong());
    targets.cheap().estimates().answered(Duration.ofMillis(1), targets.time.getAsLong());
    Itinerary itinerary = targets.itinerary(LONG);
    itinerary.first();
    assertThat(itinerary.hedgeAfterNanos(targets.cheap())).isPresent();
    assertThat(id(itinerary.hedge())).hasValue("dear");
    assertThat(itinerary.hedgeAfterNanos(targets.cheap())).isEmpty();
    assertThat(itinerary.hedge()).isEmpty();
    assertThat(itinerary.retry()).isEmpty();
  }

  @Test
  void aHedgeTakesFromTheBudgetThoughTheTargetDidNotFail() {
    TwoTargets targets = new TwoTargets(NO_BUDGET, "policy: {hedge: 50}");
    Itinerary itinerary = targets.itinerary(LONG);
    itinerary.first();
    assertThat(itinerary.hedge()).isEmpty();
    assertThat(targets.route.retries().refusals()).isEqualTo(1);
    assertThat(id(itinerary.retry())).hasValue("dear");
  }

  @Test
  void aTargetThatHasAsManyAsItMayHaveIsPassedOverAndThatIsWrittenDown() {
    TwoTargets targets = new TwoTargets("concurrency: {max: 1}");
    targets.cheap().sent();
    Itinerary itinerary = targets.itinerary(LONG);
    assertThat(id(itinerary.first())).hasValue("dear");
    assertThat(itinerary.record().tries())
        .extracting(DecisionRecord.Try::target, DecisionRecord.Try::outcome)
        .containsExactly(tuple("cheap", TryOutcome.FULL));
    assertThat(targets.cheap().timesFull()).isEqualTo(1);
    targets.dear().sent();
    assertThat(targets.itinerary(LONG).first()).isEmpty();
    targets.cheap().ended();
    assertThat(id(targets.itinerary(LONG).first())).hasValue("cheap");
  }

  @Test
  void aPermitThatTheBudgetRefusesIsGivenBack() {
    TwoTargets targets = new TwoTargets(NO_BUDGET);
    targets.fail(targets.dear(), 5);
    targets.time.advance(Duration.ofSeconds(2));
    for (int i = 0; i < 5; i++) {
      Itinerary itinerary = targets.itinerary(LONG);
      itinerary.first();
      assertThat(itinerary.retry()).isEmpty();
    }
    assertThat(targets.dear().health().breaker()).isEqualTo("half-open");
    assertThat(targets.dear().health().tryAcquire()).isPresent();
    assertThat(targets.dear().health().tryAcquire()).isPresent();
  }
}

package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Decision;
import dev.wayfare.router.decide.Verdicts;
import dev.wayfare.router.dispatch.Exploration.Cause;
import dev.wayfare.router.dispatch.TrafficListener.TryOutcome;
import dev.wayfare.router.health.Permit;
import dev.wayfare.router.ledger.Tariffs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What examining targets may cost. */
final class ExplorationTest {
  private static final long ANY = Long.MAX_VALUE;
  private static final TrafficListener NOBODY =
      new TrafficListener() {
        @Override
        public void tried(Target target, TryOutcome outcome, Duration latency) {
          // These tests look at the money.
        }

        @Override
        public void retried(Target target) {
          // These tests look at the money.
        }
      };

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-30T12:00:00Z"));

  private Exploration exploration(long day, long month) {
    return new Exploration(new Budget(day, month), time);
  }

  @Test
  void withoutABudgetAnyAmountIsLeft() {
    Exploration free = exploration(ANY, ANY);
    free.book(Cause.EXAMINED, 5);
    assertThat(free.leftPicoUsd()).isEqualTo(ANY);
    assertThat(free.usd(Cause.EXAMINED)).isEqualByComparingTo("0.000000000005");
    assertThat(free.usd(Cause.PROBE)).isEqualByComparingTo("0");
  }

  @Test
  void bothCausesCountUntilTheDayAndTheMonthEnd() {
    Exploration bounded = exploration(10, 25);
    bounded.book(Cause.EXAMINED, 4);
    bounded.book(Cause.PROBE, 3);
    assertThat(bounded.leftPicoUsd()).isEqualTo(3);
    bounded.book(Cause.PROBE, 9);
    assertThat(bounded.leftPicoUsd()).isZero();
    time.advance(Duration.ofDays(1));
    assertThat(bounded.leftPicoUsd()).isEqualTo(9);
    time.advance(Duration.ofDays(1));
    assertThat(bounded.leftPicoUsd()).isEqualTo(10);
  }

  @Test
  void aClockThatIsSetBackBringsNothingBack() {
    Exploration bounded = exploration(10, ANY);
    time.advance(Duration.ofDays(1));
    bounded.book(Cause.EXAMINED, 10);
    time.advance(Duration.ofDays(-1));
    assertThat(bounded.leftPicoUsd()).isZero();
    time.advance(Duration.ofDays(2));
    assertThat(bounded.leftPicoUsd()).isEqualTo(10);
  }

  @Test
  void anotherBudgetHoldsWhatWasSpentAgainstItself() {
    Exploration bounded = exploration(10, ANY);
    bounded.book(Cause.EXAMINED, 10);
    bounded.use(new Budget(12, ANY));
    assertThat(bounded.leftPicoUsd()).isEqualTo(2);
  }

  /**
   * A function whose every request examines: a second of waiting is dear, so anything might lead.
   */
  private final class Function {
    private final Budgets budgets;
    private final Route route;

    Function(String usdPerDay) {
      WayfareConfig config =
          WayfareConfig.parse(
              Path.of("wayfare.yaml"),
              """
              version: 1
              budget: {exploration: {usd-per-day: %s}}
              policy: {aim: balanced, usd-per-second: 0.1, exploration: 100%%}
              functions:
                f:
                  path: /
                  targets:
                    - {id: lead, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1",
                       price: {usd-per-million-requests: 0.5}}
                    - {id: paid, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:2",
                       price: {usd-per-million-requests: 1000}}
                    - {id: dear, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:3",
                       price: {usd-per-million-requests: 1001}}
              """
                  .formatted(usdPerDay));
      Tariffs tariffs = new Tariffs(config, PriceBook.shipped(), time);
      budgets = new Budgets(config.budget(), tariffs.ledger(), time);
      route = Routes.of(config, tariffs::of, budgets, time).all().getFirst();
    }

    /** Sends a request by the next posting; it is charged 1 in a million of what is above. */
    Decision.Routed send() {
      time.advance(Duration.ofMillis(150));
      Posting posting = route.posting(time.getAsLong());
      var routed = (Decision.Routed) route.decide(posting, true, 0);
      var journal = new DecisionJournal(1, time);
      call(routed.first(), Optional.of(journal.add("id", route, posting, routed)));
      return routed;
    }

    void call(int target, Optional<DecisionRecord> decision) {
      var record =
          new TryRecord(route.targets().get(target), Permit.UNCOUNTED, time, NOBODY, decision);
      record.sent();
      record.abandoned(true, 0);
    }
  }

  @Test
  void onceTheBudgetIsSpentNothingIsExaminedAndTheExplanationSaysSo() {
    Function function = new Function("0.0015");
    assertThat(function.send().chosen().target()).isEqualTo("paid");
    assertThat(function.budgets.exploration().usd(Cause.EXAMINED)).isEqualByComparingTo("0.001");

    Decision.Routed next = function.send();
    assertThat(next.chosen().target()).isEqualTo("lead");
    assertThat(Verdicts.of(next, next.snapshot()).getLast())
        .isEqualTo(
            "dearer than lead, waiting counted; worth examining, but exploration's budget has"
                + " less left than that costs");
    assertThat(function.budgets.exploration().usd(Cause.EXAMINED)).isEqualByComparingTo("0.001");

    time.advance(Duration.ofDays(1));
    assertThat(function.send().reason()).isEqualTo(Decision.Reason.EXAMINED);
  }

  @Test
  void aProbeCounts() {
    Function function = new Function("0.0015");
    function.call(1, Optional.empty());
    assertThat(function.budgets.exploration().usd(Cause.PROBE)).isEqualByComparingTo("0.001");
    assertThat(function.send().chosen().target()).isEqualTo("lead");
  }

  @Test
  void aRequestThatOnlyComesByAnExaminedTargetsFailureDoesNotCount() {
    Function function = new Function("0.0015");
    time.advance(Duration.ofMillis(150));
    Posting posting = function.route.posting(time.getAsLong());
    Decision decision = function.route.decide(posting, true, 0);
    var record = new DecisionJournal(1, time).add("id", function.route, posting, decision);
    function.call(0, Optional.of(record));
    assertThat(function.budgets.exploration().usd(Cause.EXAMINED)).isEqualByComparingTo("0");
  }

  @Test
  void noProbeIsSentThatCostsMoreThanWhatIsLeft() {
    TwoTargets targets = new TwoTargets("", "budget: {exploration: {usd-per-day: \"0.000002\"}}");
    assertThat(targets.cheap().isProbeAffordable(0)).isTrue();
    assertThat(targets.dear().isProbeAffordable(0)).isTrue();
    TryRecord probe =
        new TryRecord(
            targets.cheap(),
            targets.cheap().health().tryAcquire().orElseThrow(),
            targets.time,
            NOBODY,
            Optional.empty());
    probe.sent();
    probe.answered(ResponseVerdict.of(200, true, "v=1, origin=guest, handler-us=1"), 0);
    assertThat(targets.cheap().isProbeAffordable(0)).isTrue();
    assertThat(targets.dear().isProbeAffordable(0)).isFalse();
    assertThat(new TwoTargets("").dear().isProbeAffordable(0)).isTrue();
  }
}

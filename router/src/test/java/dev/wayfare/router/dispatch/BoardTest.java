package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Candidate;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.decide.Snapshot;
import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.health.Fault;
import dev.wayfare.router.ledger.Tariffs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a posting takes from the one before, and what is made anew. */
final class BoardTest {
  private static final Call CALL = new Call(Duration.ofMillis(100), Duration.ZERO, 1000);

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-30T12:00:00Z"));
  private final WayfareConfig config = config("{usd-per-day: 0.001}");
  private final Tariffs tariffs = new Tariffs(config, PriceBook.shipped(), time);
  private final Budgets budgets = new Budgets(config.budget(), tariffs.ledger(), time);
  private final Route route = Routes.of(config, tariffs::of, budgets, time).all().getFirst();

  /** The first 1,000 calls to the account of "aws" are free still. */
  private static WayfareConfig config(String budget) {
    return WayfareConfig.parse(
        Path.of("wayfare.yaml"),
        """
        version: 1
        accounts: {aws: {opening: {requests: 999000, gb-seconds: 0}}}
        functions:
          f:
            path: /
            targets:
              - {id: aws, provider: aws, region: us-east-1, memory: 1GiB,
                 endpoint: "http://127.0.0.1:1"}
              - {id: own, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:2",
                 price: {usd-per-million-requests: 1000}%s}
        """
            .formatted(budget.isEmpty() ? "" : ", budget: " + budget));
  }

  private Target target(int place) {
    return route.targets().get(place);
  }

  /** The next posting after the time that one is used for. */
  private Posting next() {
    time.advance(Duration.ofMillis(150));
    return route.posting(time.getAsLong());
  }

  private Candidate candidate(int place) {
    return next().snapshot().candidates().get(place);
  }

  /** After the first two the one that leads is the incumbent, too. */
  private Snapshot settled() {
    next();
    next();
    return next().snapshot();
  }

  @Test
  void whereNothingHappenedTheSnapshotIsTheSame() {
    Snapshot last = settled();
    assertThat(last.incumbent()).isEqualTo(last.leader()).isPresent();
    Posting again = next();
    assertThat(again.snapshot()).isSameAs(last);
    assertThat(again.atNanos()).isEqualTo(time.getAsLong());
  }

  @Test
  void whoLedTheFirstIsTheIncumbentOfTheSecond() {
    Snapshot first = next().snapshot();
    assertThat(first.incumbent()).isEmpty();
    assertThat(next().snapshot().incumbent()).isEqualTo(first.leader());
  }

  @Test
  void anAnswerRenewsOneCandidateAndKeepsItsFare() {
    Snapshot last = settled();
    target(1).estimates().answered(Duration.ofMillis(7), time.getAsLong());
    Snapshot next = next().snapshot();
    assertThat(next.candidates().getFirst()).isSameAs(last.candidates().getFirst());
    assertThat(next.candidates().getLast().latencyNanos()).isLessThan(8_000_000);
    assertThat(next.candidates().getLast().fare()).isSameAs(last.candidates().getLast().fare());
  }

  /** Where nothing may bar a target, a candidate is taken over without being looked at. */
  @Test
  void withoutBudgetsEachKindOfChangeIsSeenToo() {
    route.use(config("").functions().getFirst());
    Snapshot last = settled();
    assertThat(next().snapshot()).isSameAs(last);
    target(1).estimates().began(time.getAsLong());
    assertThat(candidate(1).isMeasured()).isTrue();
    target(1).estimates().answered(Duration.ofMillis(7), time.getAsLong());
    assertThat(candidate(1).latencyNanos()).isLessThan(8_000_000);
    time.advance(Duration.ofSeconds(10));
    assertThat(candidate(1).isMeasured()).isFalse();
    for (int i = 0; i < 1_000; i++) {
      target(0).charge(CALL);
    }
    assertThat(candidate(0).fare()).isEqualTo(new Fare.Known(200_000));
    time.advance(Duration.ofDays(3)); // another month
    assertThat(candidate(0).fare()).isEqualTo(new Fare.Known(0));
    fail(1);
    assertThat(candidate(1).standing()).isEqualTo(Standing.OUT);
    time.advance(Duration.ofSeconds(2));
    assertThat(candidate(1).standing()).isEqualTo(Standing.ON_TRIAL);
  }

  private void fail(int place) {
    for (int i = 0; i < 10; i++) {
      var permit = target(place).health().tryAcquire();
      permit.ifPresent(it -> target(place).health().failed(it, Duration.ofMillis(1), Fault.STATUS));
    }
  }

  @Test
  void aPositionOnTheSameTierRenewsTheTermsAlone() {
    settled();
    Posting last = next();
    target(0).charge(CALL);
    Posting next = next();
    assertThat(next.terms().getFirst()).isNotEqualTo(last.terms().getFirst());
    assertThat(next.terms().getFirst()).isSameAs(target(0).tariff().terms());
    assertThat(next.snapshot()).isSameAs(last.snapshot());
  }

  @Test
  void anotherTierRenewsTheFare() {
    assertThat(candidate(0).fare()).isEqualTo(new Fare.Known(0));
    for (int i = 0; i < 1_000; i++) {
      target(0).charge(CALL);
    }
    assertThat(candidate(0).fare()).isEqualTo(new Fare.Known(200_000));
  }

  @Test
  void aSpentBudgetBarsACandidate() {
    assertThat(candidate(1).bar()).isNull();
    target(1).charge(CALL);
    assertThat(candidate(1).bar()).isEqualTo("its budget of 0.001 USD a day is spent");
    time.advance(Duration.ofDays(1));
    assertThat(candidate(1).bar()).isNull();
  }

  @Test
  void anotherFileHoldsAtOnce() {
    settled();
    target(1).charge(CALL);
    assertThat(candidate(1).bar()).isNotNull();
    route.use(config("{usd-per-day: 2}").functions().getFirst());
    assertThat(route.posting(time.getAsLong()).snapshot().candidates().get(1).bar()).isNull();
  }

  @Test
  void aStandingRenewsTheCandidateBeforeThePostingIsOld() {
    Snapshot last = settled();
    fail(1);
    Snapshot next = route.posting(time.getAsLong()).snapshot();
    assertThat(next.candidates().get(1).standing()).isEqualTo(Standing.OUT);
    assertThat(next.candidates().getFirst()).isSameAs(last.candidates().getFirst());
  }
}

package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.ManualTime;
import dev.wayfare.router.config.Budget;
import dev.wayfare.router.config.ConcurrencyBounds;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.health.ConcurrencyLimit;
import dev.wayfare.router.health.Ejections;
import dev.wayfare.router.health.Estimates;
import dev.wayfare.router.health.FunctionEstimates;
import dev.wayfare.router.health.TargetHealth;
import dev.wayfare.router.ledger.Tariffs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TryRecordTest {
  private static final WayfareConfig CONFIG =
      WayfareConfig.parse(
          Path.of("wayfare.yaml"),
          """
          version: 1
          functions:
            f:
              path: /
              targets:
                - {id: t, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1"}
          """);

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final Target target =
      new Target(
          "f",
          CONFIG.functions().getFirst().targets().getFirst(),
          new TargetHealth("t", time, new Ejections(2, 1)),
          new Estimates(new FunctionEstimates(), Duration.ofSeconds(10), true),
          new ConcurrencyLimit(ConcurrencyBounds.DEFAULT),
          new Tariffs(CONFIG, PriceBook.shipped(), time).of("t"),
          new Exploration(Budget.NONE, time));

  private TryRecord begin() {
    return new TryRecord(
        target,
        target.health().tryAcquire().orElseThrow(),
        time,
        new NobodyListens(),
        Optional.empty());
  }

  private void giveUpAfter(Duration wait) {
    TryRecord attempt = begin();
    attempt.sent();
    time.advance(wait);
    attempt.givenUp();
  }

  @Test
  void aHangingTargetIsNoticedThoughItsClientsHaveLittlePatience() {
    for (int i = 0; i < 5; i++) {
      giveUpAfter(Duration.ofMillis(1_500));
    }
    assertThat(target.failures()).isEqualTo(5);
    assertThat(target.health().standing()).isEqualTo(Standing.OUT);
  }

  @Test
  void aClientThatLeavesEarlySaysNothingAboutTheTarget() {
    for (int i = 0; i < 20; i++) {
      giveUpAfter(Duration.ofMillis(900));
    }
    assertThat(target.failures()).isZero();
    assertThat(target.health().standing()).isEqualTo(Standing.HEALTHY);
  }

  @Test
  void theTimeThatTheClientsBodyTookDoesNotCount() {
    TryRecord attempt = begin();
    attempt.sent();
    time.advance(Duration.ofSeconds(9));
    attempt.bodyEnded();
    time.advance(Duration.ofMillis(900));
    attempt.givenUp();
    assertThat(target.failures()).isZero();
  }

  @Test
  void aTryThatIsOutrunTookAtLeastAsLongAsItWasWaitedFor() {
    TryRecord attempt = begin();
    attempt.sent();
    time.advance(Duration.ofMillis(900));
    attempt.outrun();
    assertThat(target.failures()).isZero();
    assertThat(target.inFlight()).isZero();
    assertThat(target.latency()).isBetween(Duration.ofMillis(850), Duration.ofMillis(950));
  }

  @Test
  void aTryThatIsOutrunAtOnceDoesNotMakeItsTargetLookQuick() {
    TryRecord attempt = begin();
    attempt.sent();
    time.advance(Duration.ofMillis(1));
    attempt.outrun();
    assertThat(target.latency()).isEqualTo(Estimates.PRIOR_LATENCY);
  }

  @Test
  void aTargetThatHangsIsNoticedThoughItIsOutrunEachTime() {
    for (int i = 0; i < 5; i++) {
      TryRecord attempt = begin();
      attempt.sent();
      time.advance(Duration.ofMillis(101));
      attempt.outrun();
    }
    assertThat(target.health().standing()).isEqualTo(Standing.OUT);
  }

  @Test
  void aTargetThatIsOutrunAfterAUsualTimeStaysHealthy() {
    for (int i = 0; i < 20; i++) {
      TryRecord attempt = begin();
      attempt.sent();
      time.advance(Duration.ofMillis(100));
      attempt.outrun();
    }
    assertThat(target.health().standing()).isEqualTo(Standing.HEALTHY);
    assertThat(target.health().hasFailedLately()).isFalse();
  }

  @Test
  void onlyWhatWasSentIsARequest() {
    begin().neverBegan();
    assertThat(target.requests()).isZero();
    begin().sent();
    assertThat(target.requests()).isEqualTo(1);
  }

  private static final class NobodyListens implements TrafficListener {
    @Override
    public void tried(Target target, TryOutcome outcome, Duration latency) {
      // These tests look at the target itself.
    }

    @Override
    public void retried(Target target) {
      // These tests look at the target itself.
    }
  }
}

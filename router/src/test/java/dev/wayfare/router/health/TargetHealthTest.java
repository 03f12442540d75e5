package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.ManualTime;
import dev.wayfare.router.decide.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TargetHealthTest {
  private static final Duration LATENCY = Duration.ofMillis(3);
  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final TargetHealth health = new TargetHealth("t", time, new Ejections(2, 1));

  private void fail(int times, Fault fault) {
    for (int i = 0; i < times; i++) {
      health.failed(health.tryAcquire().orElseThrow(), LATENCY, fault);
    }
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      health.succeeded(health.tryAcquire().orElseThrow(), LATENCY);
    }
  }

  @Test
  void aFewFailuresAmongSuccessesLeaveItHealthy() {
    succeed(6);
    fail(4, Fault.RESET);
    assertThat(health.standing()).isEqualTo(Standing.HEALTHY);
    assertThat(health.breaker()).isEqualTo("closed");
  }

  @Test
  void fiveFailuresInTenOpenIt() {
    succeed(5);
    fail(5, Fault.STATUS);
    assertThat(health.standing()).isEqualTo(Standing.OUT);
    assertThat(health.breaker()).isEqualTo("open");
    assertThat(health.tryAcquire()).isEmpty();
  }

  @Test
  void afterASecondTwoSuccessfulTrialsCloseIt() {
    fail(5, Fault.RESET);
    time.advance(Duration.ofMillis(999));
    assertThat(health.standing()).isEqualTo(Standing.OUT);
    time.advance(Duration.ofMillis(2));
    assertThat(health.standing()).isEqualTo(Standing.ON_TRIAL);
    succeed(1);
    assertThat(health.breaker()).isEqualTo("half-open");
    succeed(1);
    assertThat(health.standing()).isEqualTo(Standing.HEALTHY);
  }

  @Test
  void trialsThatBeginAtTheSameMomentOnTwoThreadsBothCount() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 2_000; round++) {
        TargetHealth raced = new TargetHealth("t", time, new Ejections(2, 1));
        for (int i = 0; i < 5; i++) {
          raced.failed(raced.tryAcquire().orElseThrow(), LATENCY, Fault.RESET);
        }
        time.advance(Duration.ofSeconds(2));
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Void> trial =
            () -> {
              start.await(10, TimeUnit.SECONDS);
              raced.tryAcquire().ifPresent(permit -> raced.succeeded(permit, LATENCY));
              return null;
            };
        for (Future<Void> done : threads.invokeAll(List.of(trial, trial))) {
          done.get();
        }
        for (int i = 0; i < 2; i++) {
          raced.tryAcquire().ifPresent(permit -> raced.succeeded(permit, LATENCY));
        }
        assertThat(raced.breaker()).as("round %d", round).isEqualTo("closed");
      }
    }
  }

  @Test
  void onlyTwoTrialsRunAtOnce() {
    fail(5, Fault.RESET);
    time.advance(Duration.ofSeconds(2));
    assertThat(health.tryAcquire()).isPresent();
    Permit second = health.tryAcquire().orElseThrow();
    assertThat(health.tryAcquire()).isEmpty();
    health.abandoned(second);
    assertThat(health.tryAcquire()).isPresent();
  }

  @Test
  void theWaitDoublesWithEachFailedTrialUpToThirtySeconds() {
    fail(5, Fault.RESET);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      waits.add(waitSeconds());
      fail(2, Fault.RESET);
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
  }

  private long waitSeconds() {
    long seconds = 0;
    time.advance(Duration.ofMillis(1));
    while (health.standing() == Standing.OUT) {
      time.advance(Duration.ofSeconds(1));
      seconds++;
    }
    return seconds;
  }

  @Test
  void whatCouldNotBeConnectedToIsTriedOnlyAfterAConnection() {
    fail(5, Fault.CONNECT);
    assertThat(health.awaitsConnection()).isTrue();
    time.advance(Duration.ofMinutes(1));
    assertThat(health.standing()).isEqualTo(Standing.OUT);
    health.invite();
    assertThat(health.standing()).isEqualTo(Standing.ON_TRIAL);
    succeed(2);
    assertThat(health.standing()).isEqualTo(Standing.HEALTHY);
  }

  @Test
  void whatWasSentBeforeItOpenedCannotDecideTheTrial() {
    Permit early = health.tryAcquire().orElseThrow();
    Permit earlier = health.tryAcquire().orElseThrow();
    fail(5, Fault.RESET);
    time.advance(Duration.ofSeconds(2));
    succeed(1);
    health.failed(early, LATENCY, Fault.RESET);
    health.failed(earlier, LATENCY, Fault.RESET);
    assertThat(health.breaker()).isEqualTo("half-open");
    succeed(1);
    assertThat(health.breaker()).isEqualTo("closed");
  }

  @Test
  void theWaitDoublesWithEachTimeThatItOpensAndAMinuteForgetsOne() {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      fail(5, Fault.RESET);
      waits.add(waitSeconds());
      succeed(2);
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L);
    time.advance(Duration.ofMinutes(10));
    fail(5, Fault.RESET);
    assertThat(waitSeconds()).isEqualTo(1);
  }

  @Test
  void ofFourTargetsTwoAreOutAtOnceAndTheOthersAreSpared() {
    Ejections ejections = new Ejections(4, 0.5);
    List<TargetHealth> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      TargetHealth each = new TargetHealth("t" + i, time, ejections);
      failFive(each, Fault.STATUS);
      all.add(each);
    }
    assertThat(all)
        .extracting(TargetHealth::standing)
        .containsExactly(Standing.OUT, Standing.OUT, Standing.LAST_RESORT, Standing.LAST_RESORT);
    assertThat(all.get(0).tryAcquire()).isEmpty();
    assertThat(all.get(2).tryAcquire()).hasValue(Permit.UNCOUNTED);
  }

  @Test
  void whatRecoversMakesRoomForAnother() {
    Ejections ejections = new Ejections(2, 0.5);
    TargetHealth first = new TargetHealth("a", time, ejections);
    TargetHealth second = new TargetHealth("b", time, ejections);
    failFive(first, Fault.STATUS);
    time.advance(Duration.ofSeconds(2));
    first.succeeded(first.tryAcquire().orElseThrow(), LATENCY);
    first.succeeded(first.tryAcquire().orElseThrow(), LATENCY);
    failFive(second, Fault.STATUS);
    assertThat(second.standing()).isEqualTo(Standing.OUT);
  }

  @Test
  void anOnlyTargetIsNeverOutUnlessItCannotBeConnectedTo() {
    TargetHealth only = new TargetHealth("t", time, new Ejections(1, 1));
    failFive(only, Fault.STATUS);
    assertThat(only.standing()).isEqualTo(Standing.LAST_RESORT);
    TargetHealth dead = new TargetHealth("t", time, new Ejections(1, 1));
    failFive(dead, Fault.CONNECT);
    assertThat(dead.standing()).isEqualTo(Standing.OUT);
    assertThat(dead.tryAcquire()).isEmpty();
  }

  @Test
  void withoutAShareNoneIsOut() {
    TargetHealth first = new TargetHealth("a", time, new Ejections(9, 0));
    failFive(first, Fault.STATUS);
    assertThat(first.standing()).isEqualTo(Standing.LAST_RESORT);
  }

  private static void failFive(TargetHealth target, Fault fault) {
    for (int i = 0; i < 5; i++) {
      target.failed(target.tryAcquire().orElseThrow(), LATENCY, fault);
    }
  }
}

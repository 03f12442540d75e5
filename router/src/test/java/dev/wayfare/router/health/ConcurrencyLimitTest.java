package dev.wayfare.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.ConcurrencyBounds;
import java.time.Duration;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

final class ConcurrencyLimitTest {
  private static final long NANOS = Duration.ofMillis(100).toNanos();
  private final ConcurrencyLimit limit = new ConcurrencyLimit(new ConcurrencyBounds(16, 1024));
  private long nowNanos;

  /** So many callers who each send their next request when they are answered or refused. */
  private void call(int callers, int rounds, IntToLongFunction latencyNanos) {
    for (int i = 0; i < rounds; i++) {
      int inFlight = Math.min(callers, limit.limit());
      long sentNanos = nowNanos;
      nowNanos += latencyNanos.applyAsLong(inFlight);
      for (int call = 0; call < inFlight; call++) {
        limit.answered(sentNanos, inFlight, nowNanos);
      }
    }
  }

  /** Runs 40 requests at once and queues the others. */
  private static long queued(int inFlight) {
    return Math.max(1, inFlight / 40) * NANOS;
  }

  @Test
  void aTargetThatScalesIsNeverLimited() {
    for (int callers : new int[] {1, 10, 300, 1_000, 5_000}) {
      call(callers, 100, inFlight -> NANOS);
      assertThat(limit.limit()).isEqualTo(1024);
    }
  }

  @Test
  void aQueueBringsTheLimitDownToWhatTheTargetRunsInTwiceItsTime() {
    call(10, 100, ConcurrencyLimitTest::queued);
    call(400, 200, ConcurrencyLimitTest::queued);
    assertThat(limit.limit()).isBetween(40, 140);
  }

  @Test
  void aFewMillisecondsMakeNoQueueHoweverQuickTheTargetIs() {
    long quick = Duration.ofMillis(1).toNanos();
    call(64, 300, inFlight -> quick);
    call(64, 300, inFlight -> 11 * quick);
    assertThat(limit.limit()).isEqualTo(1024);
    int limited = 0;
    for (int i = 0; i < 30; i++) {
      call(64, 1, inFlight -> 60 * quick);
      limited += limit.limit() < 64 ? 1 : 0;
    }
    assertThat(limited).isPositive();
  }

  @Test
  void aTargetThatGrowsGetsMoreAgain() {
    call(10, 100, ConcurrencyLimitTest::queued);
    call(400, 200, ConcurrencyLimitTest::queued);
    call(400, 500, inFlight -> NANOS);
    assertThat(limit.limit()).isGreaterThan(400);
  }

  @Test
  void aTargetThatIsSlowHoweverFewRequestsItHasIsLimitedForAMomentOnly() {
    call(300, 100, inFlight -> NANOS);
    int limited = 0;
    for (int i = 0; i < 200; i++) {
      call(300, 1, inFlight -> 10 * NANOS);
      limited += limit.limit() < 300 ? 1 : 0;
    }
    assertThat(limited).isBetween(1, 5);
    assertThat(limit.limit()).isEqualTo(1024);
  }

  @Test
  void fewRequestsAreNeverTooMany() {
    call(5, 100, inFlight -> NANOS);
    call(16, 200, inFlight -> inFlight * NANOS);
    assertThat(limit.limit()).isGreaterThanOrEqualTo(16);
  }

  @Test
  void callsFromBeforeAFallDoNotCauseAnother() {
    call(10, 100, inFlight -> NANOS);
    long sentNanos = nowNanos;
    nowNanos += 10 * NANOS;
    for (int call = 0; call < 400; call++) {
      nowNanos += NANOS / 2;
      limit.answered(sentNanos, 400, nowNanos);
    }
    assertThat(limit.limit()).isBetween(100, 400);
  }
}

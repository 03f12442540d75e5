package dev.wayfare.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private static final String NOON = "2026-01-15T12:00:00Z";

  /** A store that can be away, before or after it has taken what it was sent. */
  private static final class Unsteady implements LedgerStore {
    private final MemoryStore kept = new MemoryStore();
    private final List<Batch> received = new CopyOnWriteArrayList<>();
    private boolean isAway;
    private boolean losesAnswers;
    private Runnable meanwhile = () -> {};

    @Override
    public Totals exchange(Optional<Batch> batch, Set<String> periods) {
      if (isAway) {
        throw new LedgerStoreException("away", new IllegalStateException());
      }
      batch.ifPresent(received::add);
      Totals totals = kept.exchange(batch, periods);
      meanwhile.run();
      if (losesAnswers) {
        throw new LedgerStoreException("no answer", new IllegalStateException());
      }
      return totals;
    }

    @Override
    public boolean isDurable() {
      return true;
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }

  @Test
  void aPositionHasOnesOwnCallsAtOnceAndThoseOfOthersAfterTheirFlushAndOnesOwn() {
    var store = new MemoryStore();
    var one = new Replica("one", store, NOON);
    var other = new Replica("other", store, NOON);
    one.book("aws", 3);
    assertThat(one.awsRequests()).isEqualByComparingTo("3");
    one.ledger.flush();
    assertThat(other.awsRequests()).isZero();
    other.book("aws", 2);
    other.ledger.flush();
    assertThat(other.awsRequests()).isEqualByComparingTo("5");
    assertThat(one.awsRequests()).isEqualByComparingTo("3");
    one.ledger.flush();
    assertThat(one.awsRequests()).isEqualByComparingTo("5");
  }

  @Test
  void whileTheStoreIsAwayCallsAreCountedAndWhenItIsBackTheyAreWrittenOnce() {
    var store = new Unsteady();
    var replica = new Replica("one", store, NOON);
    store.isAway = true;
    for (int flush = 0; flush < 3; flush++) {
      replica.book("own", 10);
      assertThat(replica.ledger.flush()).isFalse();
    }
    assertThat(replica.calls("own")).isEqualTo(30);
    LedgerHealth health = replica.ledger.health();
    assertThat(health.isReachable()).isFalse();
    assertThat(health.failures()).isEqualTo(3);
    assertThat(health.pendingRows()).isPositive();
    replica.time.advance(Duration.ofSeconds(7));
    assertThat(health.flushAge()).isEqualTo(Duration.ofSeconds(7));

    store.isAway = false;
    assertThat(replica.ledger.flush()).isTrue();
    assertThat(health.isReachable()).isTrue();
    assertThat(health.pendingRows()).isZero();
    assertThat(health.flushAge()).isZero();
    assertThat(replica.calls("own")).isEqualTo(30);
    var reader = new Replica("reader", store, NOON);
    reader.ledger.flush();
    assertThat(reader.calls("own")).isEqualTo(30);
  }

  @Test
  void aBatchWhoseAnswerIsLostIsSentAgainAsItWasAndCountedOnce() {
    var store = new Unsteady();
    var replica = new Replica("one", store, NOON);
    store.losesAnswers = true;
    replica.book("own", 10);
    replica.ledger.flush();
    replica.book("own", 5);
    replica.ledger.flush();
    store.losesAnswers = false;
    replica.ledger.flush();

    assertThat(store.received).hasSize(4);
    assertThat(store.received.subList(0, 3)).containsOnly(store.received.getFirst());
    assertThat(store.received.getLast().sequence()).isEqualTo(2);
    assertThat(replica.calls("own")).isEqualTo(15);
    var reader = new Replica("reader", store, NOON);
    reader.ledger.flush();
    assertThat(reader.calls("own")).isEqualTo(15);
  }

  @Test
  void whatIsBookedWhileAFlushIsUnderWayIsSeenBeforeAndAfterItEnds() {
    var store = new Unsteady();
    var replica = new Replica("one", store, NOON);
    replica.book("aws", 1);
    List<Long> seen = new ArrayList<>();
    store.meanwhile =
        () -> {
          replica.book("aws", 1);
          seen.add(replica.calls("aws"));
        };
    replica.ledger.flush();
    assertThat(seen).containsExactly(2L);
    assertThat(replica.calls("aws")).isEqualTo(2);
    assertThat(replica.awsRequests()).isEqualByComparingTo("2");
    assertThat(replica.ledger.health().pendingRows()).isPositive();
    store.meanwhile = () -> {};
    replica.ledger.flush();
    assertThat(replica.calls("aws")).isEqualTo(2);
    assertThat(store.received).hasSize(2);
  }

  @Test
  void aStoreThatFailsInAnUnforeseenWayIsTakenForOneThatIsAway() {
    var store = new Unsteady();
    var replica = new Replica("one", store, NOON);
    replica.book("own", 1);
    store.meanwhile =
        () -> {
          throw new IllegalStateException("a row without sense");
        };
    assertThat(replica.ledger.flush()).isFalse();
    assertThat(replica.calls("own")).isEqualTo(1);
    store.meanwhile = () -> {};
    assertThat(replica.ledger.flush()).isTrue();
    assertThat(replica.calls("own")).isEqualTo(1);
  }

  @Test
  void aThreadFlushesByItselfAndOnceMoreWhenItIsClosed() throws InterruptedException {
    var store = new Unsteady();
    var replica = new Replica("one", store, NOON);
    var flushed = new CountDownLatch(3);
    store.meanwhile = flushed::countDown;
    try (var thread = LedgerThread.start(replica.ledger, store, Duration.ofMillis(10))) {
      assertThat(flushed.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(thread.health().isReachable()).isTrue();
      replica.book("own", 1);
    }
    assertThat(store.received).hasSize(1);
  }

  @Test
  void aFlushWithNothingToWriteSendsNoBatch() {
    var store = new Unsteady();
    var replica = new Replica("one", store, NOON);
    replica.ledger.flush();
    assertThat(store.received).isEmpty();
  }

  @Test
  void eachProvidersMonthEndsInItsOwnTimeZone() {
    var replica = new Replica("one", new MemoryStore(), "2026-01-31T23:59:59Z");
    replica.book("aws", 1);
    replica.book("gcp", 1);
    replica.time.advance(Duration.ofSeconds(1));
    assertThat(replica.calls("aws")).isZero();
    assertThat(replica.calls("gcp")).isEqualTo(1);
    // Midnight in California, without summer time.
    replica.time.advance(Duration.ofHours(8).minusSeconds(1));
    assertThat(replica.calls("gcp")).isEqualTo(1);
    replica.time.advance(Duration.ofSeconds(1));
    assertThat(replica.calls("gcp")).isZero();
  }

  @Test
  void aCallIsFiledUnderTheMonthOfItsOwnInstantWheneverItIsWritten() {
    var store = new MemoryStore();
    var replica = new Replica("one", store, "2026-01-31T23:59:59Z");
    replica.book("own", 4);
    replica.time.advance(Duration.ofSeconds(1));
    replica.book("own", 1);
    replica.ledger.flush();
    assertThat(replica.calls("own")).isEqualTo(1);
    var late = new Replica("late", store, "2026-01-31T23:59:59Z");
    late.ledger.flush();
    assertThat(late.calls("own")).isEqualTo(4);
  }

  @Test
  void aClockThatJumpsToAnotherMonthAndBackLosesNothing() {
    var replica = new Replica("one", new MemoryStore(), NOON);
    replica.book("own", 2);
    replica.ledger.flush();
    replica.time.advance(Duration.ofDays(20));
    replica.book("own", 1);
    replica.ledger.flush();
    assertThat(replica.calls("own")).isEqualTo(1);
    replica.time.advance(Duration.ofDays(-20));
    replica.book("own", 1);
    replica.ledger.flush();
    assertThat(replica.calls("own")).isEqualTo(3);
  }

  @Test
  void spendIsExactAndItsViewIsInPicoDollarsRoundedUp() {
    var replica = new Replica("one", new MemoryStore(), NOON);
    replica.book("own", 7);
    assertThat(replica.ledger.monthToDate("own").usd()).isEqualByComparingTo("0.0000021");
    assertThat(replica.ledger.dayPicoUsd("own")).isEqualTo(2_100_000);
    assertThat(replica.ledger.dayPicoUsd()).isEqualTo(2_100_000);
    replica.ledger.flush();
    replica.time.advance(Duration.ofDays(1));
    replica.book("own", 1);
    assertThat(replica.ledger.dayPicoUsd("own")).isEqualTo(300_000);
    assertThat(replica.ledger.monthPicoUsd("own")).isEqualTo(2_400_000);
    assertThat(replica.ledger.monthPicoUsd()).isEqualTo(2_400_000);
    assertThat(replica.ledger.monthPicoUsd("aws")).isZero();
  }

  @Test
  void whatIsLessThanAPicoDollarIsRatherOneThanNone() {
    var position = new Position(java.util.Map.of());
    var key = new TargetPeriod(new Account(Provider.EDGE, "edge"), "t", "2026-01");
    BigDecimal usd = new BigDecimal("0.0000000000001");
    position.add(key, new Spend(usd, usd, 1, 0));
    assertThat(position.picoUsd(key)).isEqualTo(1);
    BigDecimal more = new BigDecimal("1e10");
    position.add(key, new Spend(more, more, 1, 0));
    assertThat(position.picoUsd(key)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void flushesAndBookingsFromManyThreadsLoseNothing() throws InterruptedException {
    var store = new MemoryStore();
    var replica = new Replica("one", store, NOON);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int call = 0; call < 2000; call++) {
                  replica.book("own", 1);
                  if (call % 100 == 0) {
                    replica.ledger.flush();
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    replica.ledger.flush();
    var reader = new Replica("reader", store, NOON);
    reader.ledger.flush();
    assertThat(reader.calls("own")).isEqualTo(16_000);
    assertThat(reader.ledger.monthToDate("own").usd()).isEqualByComparingTo("0.0048");
  }

  @Test
  void aFullOutboxTakesNoNewRowsAndSaysSo() {
    var outbox = new Outbox("one");
    Account account = new Account(Provider.EDGE, "edge");
    Spend call = Spend.unpriced(1);
    for (int i = 0; i < Outbox.MOST_ROWS; i++) {
      assertThat(outbox.add(new TargetPeriod(account, "t" + i, "2026-01"), call)).isTrue();
    }
    assertThat(outbox.add(new TargetPeriod(account, "one more", "2026-01"), call)).isFalse();
    assertThat(outbox.add(new TargetPeriod(account, "t0", "2026-01"), call)).isTrue();
    assertThat(outbox.rows()).isEqualTo(Outbox.MOST_ROWS);
  }

  @Test
  void usageKeepsEveryDecimalOfAByteInGib() {
    var replica = new Replica("one", new MemoryStore(), NOON);
    replica.book("gcp", 3);
    assertThat(
            replica
                .ledger
                .position(new Account(Provider.GCP, "run-functions"))
                .of(Meter.EGRESS_GIB))
        .isEqualByComparingTo(new BigDecimal(3).divide(new BigDecimal(1L << 30)));
  }
}

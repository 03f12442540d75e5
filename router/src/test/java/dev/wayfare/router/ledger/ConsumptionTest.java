package dev.wayfare.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What consumers used, as ledgers that share a store know it. */
final class ConsumptionTest {
  private static final BigDecimal PRICE = new BigDecimal("0.0000003");
  private final MemoryStore store = new MemoryStore();
  private final Replica one = new Replica("one", store, "2026-01-31T23:00:00Z");
  private final Replica two = new Replica("two", store, "2026-01-31T23:00:00Z");

  private static void use(Replica replica, String consumer, int times) {
    for (int i = 0; i < times; i++) {
      replica.ledger.request(consumer);
      replica.tariffs.of("own").charge(Replica.CALL, consumer);
    }
  }

  private static void assertUsed(Consumption used, int times) {
    assertThat(used.requests()).isEqualTo(times);
    assertThat(used.spend().usd()).isEqualByComparingTo(PRICE.multiply(BigDecimal.valueOf(times)));
    assertThat(used.spend().calls()).isEqualTo(times);
  }

  @Test
  void requestsCountAtOnceAndCostsWithTheNextPriceOrFlush() {
    use(one, "a", 3);
    assertThat(one.ledger.usedToday("a").requests()).isEqualTo(3);
    assertThat(one.ledger.usedThisMonth("a").requests()).isEqualTo(3);
    assertThat(one.ledger.usedToday("a").spend()).isEqualTo(Spend.NONE);
    one.tariffs.of("own").version();
    assertUsed(one.ledger.usedToday("a"), 3);
    assertThat(one.ledger.usedToday("b")).isEqualTo(Consumption.NONE);
  }

  @Test
  void replicasKnowWhatEachOtherLetIn() {
    use(one, "a", 3);
    use(two, "a", 4);
    one.ledger.flush();
    two.ledger.flush();
    assertUsed(two.ledger.usedToday("a"), 7);
    one.ledger.flush();
    assertUsed(one.ledger.usedToday("a"), 7);
    assertUsed(one.ledger.usedThisMonth("a"), 7);
    Replica restarted = new Replica("three", store, "2026-01-31T23:00:00Z");
    restarted.ledger.flush();
    assertUsed(restarted.ledger.usedThisMonth("a"), 7);
  }

  @Test
  void aDayAndAMonthBeginInUtcWhereverAnAccountIsBilled() {
    one.ledger.request("a");
    one.tariffs.of("gcp").charge(Replica.CALL, "a");
    one.time.advance(Duration.ofHours(2));
    assertThat(one.ledger.usedToday("a")).isEqualTo(Consumption.NONE);
    one.ledger.request("a");
    one.tariffs.of("gcp").charge(Replica.CALL, "a");
    one.ledger.flush();
    for (Consumption used : List.of(one.ledger.usedToday("a"), one.ledger.usedThisMonth("a"))) {
      assertThat(used.requests()).isEqualTo(1);
      assertThat(used.spend().calls()).isEqualTo(1);
    }
    Totals totals = store.exchange(Optional.empty(), Set.of("2026-01"));
    assertThat(totals.consumption())
        .hasEntrySatisfying(
            new ConsumerPeriod("a", "2026-01-31"),
            used -> assertThat(used.spend().calls()).isEqualTo(1))
        .containsKeys(
            new ConsumerPeriod("a", "2026-01"),
            new ConsumerPeriod("a", "2026-02"),
            new ConsumerPeriod("a", "2026-02-01"));
  }

  @Test
  void aMonthHasItsOtherDaysThatNoFlushHasSeen() {
    two.time.advance(Duration.ofHours(2));
    two.ledger.request("a");
    two.time.advance(Duration.ofDays(1));
    assertThat(two.ledger.usedToday("a")).isEqualTo(Consumption.NONE);
    assertThat(two.ledger.usedThisMonth("a").requests()).isEqualTo(1);
  }

  @Test
  void whatIsOfNobodyIsInNoConsumersSum() {
    one.book("own", 5);
    use(one, "a", 1);
    one.ledger.flush();
    assertUsed(one.ledger.usedToday("a"), 1);
    assertThat(one.calls("own")).isEqualTo(6);
  }

  @Test
  void whatWaitsWhileTheStoreIsAwayIsNotLost() {
    var away = new AwayStore(store);
    Replica cut = new Replica("cut", away, "2026-01-31T23:00:00Z");
    use(cut, "a", 2);
    away.isAway = true;
    assertThat(cut.ledger.flush()).isFalse();
    use(cut, "a", 2);
    assertThat(cut.ledger.flush()).isFalse();
    cut.tariffs.of("own").version();
    assertUsed(cut.ledger.usedToday("a"), 4);
    away.isAway = false;
    assertThat(cut.ledger.flush()).isTrue();
    one.ledger.flush();
    assertUsed(one.ledger.usedToday("a"), 4);
  }

  private static final class AwayStore implements LedgerStore {
    private final LedgerStore store;
    private boolean isAway;

    AwayStore(LedgerStore store) {
      this.store = store;
    }

    @Override
    public Totals exchange(Optional<Batch> batch, Set<String> periods) {
      if (isAway) {
        throw new LedgerStoreException("away", new IllegalStateException());
      }
      return store.exchange(batch, periods);
    }

    @Override
    public boolean isDurable() {
      return false;
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Test
  void whoeverLooksWhileItIsFlushedSeesEachRequestOnce() throws Exception {
    var isOver = new AtomicBoolean();
    Thread flushing =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!isOver.get()) {
                    one.ledger.flush();
                  }
                });
    try {
      for (int requests = 1; requests <= 20_000; requests++) {
        one.ledger.request("a");
        assertThat(one.ledger.usedToday("a").requests()).isEqualTo(requests);
      }
    } finally {
      isOver.set(true);
      flushing.join();
    }
  }

  @Test
  void noRequestIsLostOrCountedTwiceWhileItIsFlushed() throws Exception {
    List<Replica> replicas = List.of(one, two);
    List<Runnable> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Replica replica = replicas.get(i % 2);
      work.add(
          () -> {
            for (int j = 0; j < 2_000; j++) {
              use(replica, "a", 1);
              if (j % 50 == 0) {
                replica.ledger.flush();
              }
            }
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (var done : work.stream().map(threads::submit).toList()) {
        done.get();
      }
    }
    one.ledger.flush();
    two.ledger.flush();
    assertUsed(two.ledger.usedThisMonth("a"), 8_000);
  }
}

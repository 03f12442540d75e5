package dev.wayfare.router.ledger;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Flushes a ledger twice in each interval, on a thread of its own: no request ever waits for a
 * store. What one replica writes by the end of one half the others read by the end of the next, so
 * they know it within the interval.
 */
public final class LedgerThread implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LedgerThread.class.getName());

  /** Longer than a store takes to give up, see the stores. */
  private static final int STOP_SECONDS = 15;

  private final Ledger ledger;
  private final LedgerStore store;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wayfare-ledger").factory());
  private final ScheduledFuture<?> ticks;

  private LedgerThread(Ledger ledger, LedgerStore store, Duration interval) {
    this.ledger = ledger;
    this.store = store;
    long nanos = interval.dividedBy(2).toNanos();
    this.ticks = thread.scheduleAtFixedRate(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Reads what there is, for which it waits, and flushes from then on. */
  public static LedgerThread start(Ledger ledger, LedgerStore store, Duration interval) {
    ledger.flush();
    return new LedgerThread(ledger, store, interval);
  }

  private void tick() {
    try {
      ledger.flush();
    } catch (RuntimeException e) {
      // A fault of ours; the next flush must come nevertheless.
      LOG.log(System.Logger.Level.ERROR, "usage and spend could not be flushed", e);
    }
  }

  /** Whether and how well the store can be reached. */
  public LedgerHealth health() {
    return ledger.health();
  }

  /** Flushes once more, and closes the store. */
  @Override
  public void close() {
    ticks.cancel(false);
    try {
      if (!thread.submit(ledger::flush).get(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the last usage and spend are lost, since the ledger's database cannot be reached");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.WARNING, "the ledger was not closed in good order", e);
    } finally {
      thread.shutdownNow();
      store.close();
    }
  }
}

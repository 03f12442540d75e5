package dev.wayfare.router.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/**
 * How a ledger gets on with its store, for metrics and the log. A store that is away never fails a
 * request; this is where it shows.
 */
public final class LedgerHealth {
  private static final System.Logger LOG = System.getLogger(LedgerHealth.class.getName());

  private final boolean isDurable;
  private final InstantSource instants;
  private final LongAdder failures = new LongAdder();
  private final LongAdder droppedCalls = new LongAdder();
  private volatile boolean isReachable = true;
  private volatile Instant lastFlush;
  private volatile int pendingRows;

  LedgerHealth(boolean isDurable, InstantSource instants) {
    this.isDurable = isDurable;
    this.instants = instants;
    this.lastFlush = instants.instant();
  }

  /** Whether the store outlives the process. */
  public boolean isDurable() {
    return isDurable;
  }

  /** Whether the last flush reached the store. */
  public boolean isReachable() {
    return isReachable;
  }

  /** Time since a flush last reached the store, or since the start. */
  public Duration flushAge() {
    Duration age = Duration.between(lastFlush, instants.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Rows that the store did not have after the last flush: 0 while all is well. */
  public int pendingRows() {
    return pendingRows;
  }

  /** Flushes that did not reach the store, since the start. */
  public long failures() {
    return failures.sum();
  }

  /** Calls that were left out since the store was away for so long that memory was full. */
  public long droppedCalls() {
    return droppedCalls.sum();
  }

  void flushed(int rows) {
    pendingRows = rows;
    lastFlush = instants.instant();
    if (!isReachable) {
      isReachable = true;
      LOG.log(System.Logger.Level.INFO, "the ledger's database is back; all was written");
    }
  }

  void failed(RuntimeException reason, int rows) {
    pendingRows = rows;
    failures.increment();
    if (isReachable) {
      isReachable = false;
      LOG.log(
          System.Logger.Level.WARNING,
          "usage and spend are kept in memory until the database answers: " + reason.getMessage(),
          reason instanceof LedgerStoreException ? null : reason);
    }
  }

  void dropped(long calls) {
    if (droppedCalls.sum() == 0) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the ledger's database was away for too long: calls are left out of usage and spend");
    }
    droppedCalls.add(calls);
  }
}

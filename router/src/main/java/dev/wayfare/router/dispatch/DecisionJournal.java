package dev.wayfare.router.dispatch;

import dev.wayfare.router.decide.Decision;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions, in memory: a new one takes the place of the oldest. Safe to use from many
 * threads.
 */
public final class DecisionJournal {
  private final AtomicReferenceArray<DecisionRecord> records;
  private final AtomicLong written = new AtomicLong();
  private final InstantSource instants;

  /** A journal of the last {@code capacity} decisions, 1 or more. */
  public DecisionJournal(int capacity, InstantSource instants) {
    this.records = new AtomicReferenceArray<>(capacity);
    this.instants = instants;
  }

  /** How many it keeps. */
  public int capacity() {
    return records.length();
  }

  /** Adds a decision for a request of anybody. */
  public DecisionRecord add(String requestId, Route route, Posting posting, Decision decision) {
    return add(requestId, null, route, posting, decision);
  }

  /** Adds a decision for a request of {@code sender}, or of anybody. */
  public DecisionRecord add(
      String requestId, @Nullable Sender sender, Route route, Posting posting, Decision decision) {
    var made = new DecisionRecord(requestId, sender, route, posting, decision, instants.millis());
    records.set((int) (written.getAndIncrement() % records.length()), made);
    return made;
  }

  /** The newest decision for the request {@code requestId}, unless it is too long ago. */
  public Optional<DecisionRecord> find(String requestId) {
    long newest = written.get() - 1;
    for (long i = newest; i >= Math.max(0, newest - records.length() + 1); i--) {
      DecisionRecord record = records.get((int) (i % records.length()));
      if (record != null && record.requestId().equals(requestId)) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }
}

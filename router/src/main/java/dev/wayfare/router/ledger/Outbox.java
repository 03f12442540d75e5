package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was priced and is not known to be stored: the batch under way, and what comes after it.
 * While the store is away it grows by one row for each target or consumer and day, not by calls,
 * and it has a bound. Guarded by the ledger's lock.
 */
final class Outbox {
  /** Targets times days and months: far above any outage, and below 100 MiB. */
  static final int MOST_ROWS = 200_000;

  private final String replica;
  private Map<AccountMonth, Usage> usage = new HashMap<>();
  private Map<TargetPeriod, Spend> spend = new HashMap<>();
  private Map<ConsumerPeriod, Consumption> consumption = new HashMap<>();
  private @Nullable Batch underWay;
  private long sequence;

  Outbox(String replica) {
    this.replica = replica;
  }

  /** Adds to what comes next; false where there is no room for the row. */
  boolean add(AccountMonth key, Usage more) {
    if (isFull() && !usage.containsKey(key)) {
      return false;
    }
    usage.merge(key, more, Usage::plus);
    return true;
  }

  /** The same for spend. */
  boolean add(TargetPeriod key, Spend more) {
    if (isFull() && !spend.containsKey(key)) {
      return false;
    }
    spend.merge(key, more, Spend::plus);
    return true;
  }

  /** The same for consumption. */
  boolean add(ConsumerPeriod key, Consumption more) {
    if (isFull() && !consumption.containsKey(key)) {
      return false;
    }
    consumption.merge(key, more, Consumption::plus);
    return true;
  }

  private boolean isFull() {
    return usage.size() + spend.size() + consumption.size() >= MOST_ROWS;
  }

  /** Whether a batch was sent whose fate is not known. */
  boolean isInDoubt() {
    return underWay != null;
  }

  /** The batch to send: the one in doubt, as it was, or else all that there is. */
  Optional<Batch> next(String day) {
    if (underWay == null && !(spend.isEmpty() && consumption.isEmpty())) {
      sequence++;
      underWay = Batch.of(replica, sequence, day, usage, spend, consumption);
      usage = new HashMap<>();
      spend = new HashMap<>();
      consumption = new HashMap<>();
    }
    return Optional.ofNullable(underWay);
  }

  /** The batch under way was stored. */
  void delivered() {
    underWay = null;
  }

  /** The days and months of all rows. */
  Set<String> periods() {
    Set<String> periods = new TreeSet<>();
    usage.keySet().forEach(key -> periods.add(key.month()));
    spend.keySet().forEach(key -> periods.add(key.period()));
    consumption.keySet().forEach(key -> periods.add(key.period()));
    if (underWay != null) {
      underWay.usage().keySet().forEach(key -> periods.add(key.month()));
      underWay.spend().keySet().forEach(key -> periods.add(key.period()));
      underWay.consumption().keySet().forEach(key -> periods.add(key.period()));
    }
    return periods;
  }

  /** Adds what comes next to {@code position}, which has all that was stored. */
  void addTo(Position position) {
    usage.forEach(position::add);
    spend.forEach(position::add);
    consumption.forEach(position::add);
  }

  int rows() {
    int next = usage.size() + spend.size() + consumption.size();
    return underWay == null
        ? next
        : next + underWay.usage().size() + underWay.spend().size() + underWay.consumption().size();
  }
}

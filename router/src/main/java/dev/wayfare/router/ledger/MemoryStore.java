package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Usage;
import java.time.YearMonth;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A store that forgets when the process ends. Several ledgers of one process may share it: to each
 * other they are replicas.
 */
public final class MemoryStore implements LedgerStore {
  private static final int MONTHS_KEPT = 2;

  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<AccountMonth, Usage> usage = new HashMap<>();
  private final Map<TargetPeriod, Spend> spend = new HashMap<>();
  private final Map<ConsumerPeriod, Consumption> consumption = new HashMap<>();

  @Override
  public synchronized Totals exchange(Optional<Batch> batch, Set<String> periods) {
    batch.ifPresent(this::add);
    String oldest = oldestKept(periods);
    usage.keySet().removeIf(key -> key.month().compareTo(oldest) < 0);
    spend.keySet().removeIf(key -> key.period().compareTo(oldest) < 0);
    consumption.keySet().removeIf(key -> key.period().compareTo(oldest) < 0);
    return new Totals(usage, spend, consumption);
  }

  /** Clocks go wrong and are put right, so what is a little older is kept for them. */
  private static String oldestKept(Set<String> periods) {
    String month = Collections.min(periods).substring(0, "2026-01".length());
    return YearMonth.parse(month).minusMonths(MONTHS_KEPT).toString();
  }

  private void add(Batch batch) {
    if (batch.sequence() <= sequences.getOrDefault(batch.replica(), 0L)) {
      return;
    }
    sequences.put(batch.replica(), batch.sequence());
    batch.usage().forEach((key, more) -> usage.merge(key, more, Usage::plus));
    batch.spend().forEach((key, more) -> spend.merge(key, more, Spend::plus));
    batch.consumption().forEach((key, more) -> consumption.merge(key, more, Consumption::plus));
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public void close() {
    // There is nothing to let go of.
  }
}

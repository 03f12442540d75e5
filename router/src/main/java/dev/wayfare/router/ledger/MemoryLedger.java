package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Usage;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A ledger that forgets when the process ends. */
final class MemoryLedger implements Ledger {
  private final InstantSource instants;
  private final Map<Account, Usage> openings;
  private final Map<Account, MonthToDate<Usage>> positions = new ConcurrentHashMap<>();

  /** A ledger in which an account's month starts at {@code openings}, or else at nothing. */
  MemoryLedger(InstantSource instants, Map<Account, Usage> openings) {
    this.instants = instants;
    this.openings = Map.copyOf(openings);
  }

  @Override
  public Usage position(Account account) {
    return month(account).value();
  }

  @Override
  public Usage add(Account account, Usage used) {
    return month(account).getAndUpdate(position -> position.plus(used));
  }

  private MonthToDate<Usage> month(Account account) {
    return positions.computeIfAbsent(
        account,
        opened ->
            new MonthToDate<>(
                instants, opened.billingZone(), openings.getOrDefault(opened, Usage.NONE)));
  }
}

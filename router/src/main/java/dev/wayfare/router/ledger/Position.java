package dev.wayfare.router.ledger;

import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Usage;
import java.math.RoundingMode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this replica knows of all usage and spend: what the database had at the last exchange, and
 * its own calls since. Written under the ledger's lock; read by any thread.
 */
final class Position {

  private final Map<Account, Usage> openings;
  private final Map<AccountMonth, Usage> usage = new ConcurrentHashMap<>();
  private final Map<TargetPeriod, Shown> targets = new ConcurrentHashMap<>();
  private final Map<ConsumerPeriod, Consumption> consumers = new ConcurrentHashMap<>();
  private final Map<ProviderPeriod, Shown> providers = new ConcurrentHashMap<>();

  private record ProviderPeriod(Provider provider, String period) {}

  /** A spend, and once somebody asked the same in pico-dollars. */
  private static final class Shown {
    private final Spend spend;
    private volatile long picoUsd = -1;

    Shown(Spend spend) {
      this.spend = spend;
    }

    static Shown sum(@Nullable Shown before, Spend more) {
      return new Shown(before == null ? more : before.spend.plus(more));
    }

    /** Whole pico-dollars, rounded up: a budget is rather spent too early than too late. */
    long picoUsd() {
      long known = picoUsd;
      if (known < 0) {
        known = PicoUsd.of(spend.usd(), RoundingMode.CEILING);
        picoUsd = known;
      }
      return known;
    }
  }

  /** What is known where nothing was booked and other workloads used {@code openings}. */
  Position(Map<Account, Usage> openings) {
    this.openings = openings;
  }

  void add(AccountMonth key, Usage more) {
    usage.compute(key, (same, before) -> (before == null ? opening(key) : before).plus(more));
  }

  void add(TargetPeriod key, Spend more) {
    targets.compute(key, (same, before) -> Shown.sum(before, more));
    providers.compute(
        new ProviderPeriod(key.account().provider(), key.period()),
        (same, before) -> Shown.sum(before, more));
  }

  void add(ConsumerPeriod key, Consumption more) {
    consumers.merge(key, more, Consumption::plus);
  }

  Consumption consumption(ConsumerPeriod key) {
    return consumers.getOrDefault(key, Consumption.NONE);
  }

  Usage usage(AccountMonth key) {
    Usage known = usage.get(key);
    return known == null ? opening(key) : known;
  }

  Spend spend(TargetPeriod key) {
    Shown shown = targets.get(key);
    return shown == null ? Spend.NONE : shown.spend;
  }

  Spend spend(Provider provider, String period) {
    Shown shown = providers.get(new ProviderPeriod(provider, period));
    return shown == null ? Spend.NONE : shown.spend;
  }

  long picoUsd(TargetPeriod key) {
    Shown shown = targets.get(key);
    return shown == null ? 0 : shown.picoUsd();
  }

  long picoUsd(Provider provider, String period) {
    Shown shown = providers.get(new ProviderPeriod(provider, period));
    return shown == null ? 0 : shown.picoUsd();
  }

  private Usage opening(AccountMonth key) {
    return openings.getOrDefault(key.account(), Usage.NONE);
  }
}

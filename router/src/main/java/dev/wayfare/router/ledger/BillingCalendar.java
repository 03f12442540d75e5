package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Provider;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/** Which day it is where each provider bills; safe to use from many threads. */
final class BillingCalendar {
  private static final Provider[] PROVIDERS = Provider.values();

  private final InstantSource instants;
  private final AtomicLong turns = new AtomicLong();
  private final Map<Provider, Today> days = new EnumMap<>(Provider.class);

  /** The day that was looked up last: nearly always the one that is asked for. */
  private static final class Today {
    private volatile BillingDay day;

    Today(BillingDay day) {
      this.day = day;
    }
  }

  BillingCalendar(InstantSource instants) {
    this.instants = instants;
    for (Provider provider : Provider.values()) {
      days.put(provider, new Today(BillingDay.of(instants.millis(), provider.billingZone())));
    }
  }

  /** Today in the zone that {@code provider} bills by. */
  BillingDay today(Provider provider) {
    return today(provider, instants.millis());
  }

  private BillingDay today(Provider provider, long nowMillis) {
    Today last = Objects.requireNonNull(days.get(provider));
    BillingDay day = last.day;
    if (!day.holds(nowMillis)) {
      day = BillingDay.of(nowMillis, provider.billingZone());
      last.day = day;
      turns.incrementAndGet();
    }
    return day;
  }

  /** A number that rises with each day that begins somewhere. */
  long turns() {
    long nowMillis = instants.millis();
    for (Provider provider : PROVIDERS) {
      today(provider, nowMillis);
    }
    return turns.get();
  }

  /** The current days and months of all zones. */
  Set<String> periods() {
    Set<String> periods = new TreeSet<>();
    for (Provider provider : Provider.values()) {
      BillingDay today = today(provider);
      periods.add(today.day());
      periods.add(today.month());
    }
    return periods;
  }
}

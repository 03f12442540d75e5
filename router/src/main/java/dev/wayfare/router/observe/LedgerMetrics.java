package dev.wayfare.router.observe;

import dev.wayfare.router.ledger.LedgerHealth;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * How the ledger gets on with its database, for Prometheus. Alarm where {@code
 * wayfare_ledger_reachable} is 0 for long: requests go on, but free tiers and budgets that are
 * shared with other routers are not, and what was booked since ends with the process.
 */
final class LedgerMetrics {
  private static final double MILLIS_PER_SECOND = 1000;

  private final LedgerHealth health;
  private final MeterRegistry registry;

  private LedgerMetrics(LedgerHealth health, MeterRegistry registry) {
    this.health = health;
    this.registry = registry;
  }

  static void register(LedgerHealth health, MeterRegistry registry) {
    var metrics = new LedgerMetrics(health, registry);
    metrics.gauge(
        "wayfare.ledger.durable",
        "1 where usage and spend outlive the process, 0 where they are in memory alone",
        it -> it.isDurable() ? 1 : 0);
    metrics.gauge(
        "wayfare.ledger.reachable",
        "1 where the last flush reached the ledger's database",
        it -> it.isReachable() ? 1 : 0);
    metrics.gauge(
        "wayfare.ledger.pending.rows",
        "Rows that the ledger's database did not have after the last flush",
        LedgerHealth::pendingRows);
    metrics.gauge(
        "wayfare.ledger.flush.age.seconds",
        "Time since a flush last reached the ledger's database",
        it -> it.flushAge().toMillis() / MILLIS_PER_SECOND);
    metrics.counter(
        "wayfare.ledger.flush.failures",
        "Flushes that did not reach the ledger's database",
        LedgerHealth::failures);
    metrics.counter(
        "wayfare.ledger.dropped.calls",
        "Calls left out of usage and spend since memory was full",
        LedgerHealth::droppedCalls);
  }

  private void gauge(String name, String description, ToDoubleFunction<LedgerHealth> value) {
    Gauge.builder(name, health, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private void counter(String name, String description, ToDoubleFunction<LedgerHealth> value) {
    FunctionCounter.builder(name, health, value).description(description).register(registry);
  }
}

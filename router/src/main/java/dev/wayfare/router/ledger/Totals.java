package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Usage;
import java.util.Map;

/**
 * What all replicas have booked together, without the accounts' opening balances.
 *
 * @param usage by account and month
 * @param spend by target and period
 * @param consumption by consumer and period
 */
public record Totals(
    Map<AccountMonth, Usage> usage,
    Map<TargetPeriod, Spend> spend,
    Map<ConsumerPeriod, Consumption> consumption) {
  /** Nothing booked yet. */
  public static final Totals NONE = new Totals(Map.of(), Map.of(), Map.of());

  public Totals {
    usage = Map.copyOf(usage);
    spend = Map.copyOf(spend);
    consumption = Map.copyOf(consumption);
  }
}

package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.Quoter;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The tariff of a target whose price is not known. */
final class UnpricedTariff implements Tariff {
  private final String reason;
  private final Ledger ledger;
  private final BookingLine line;

  UnpricedTariff(String target, String reason, Ledger ledger) {
    this.reason = reason;
    this.ledger = ledger;
    this.line = ledger.line(target, null);
  }

  @Override
  public Fare fare(ToLongFunction<Quoter> cost) {
    return new Fare.Unknown(reason);
  }

  /** Counts it: what is billed is not known either. */
  @Override
  public void charge(Call call) {
    ledger.book(line, call);
  }

  @Override
  public Optional<BigDecimal> monthToDateUsd() {
    return Optional.empty();
  }
}

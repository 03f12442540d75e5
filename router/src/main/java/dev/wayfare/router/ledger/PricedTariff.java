package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tariff of a target with a price card. */
final class PricedTariff implements Tariff {
  private final CardTerms terms;
  private final Ledger ledger;
  private final BookingLine line;

  PricedTariff(String target, CardTerms terms, Ledger ledger) {
    this.terms = terms;
    this.ledger = ledger;
    this.line = ledger.line(target, terms.card());
  }

  @Override
  public Terms terms(long version) {
    return terms.at(version);
  }

  @Override
  public long version() {
    return ledger.version();
  }

  @Override
  public void charge(Call call, @Nullable String consumer) {
    ledger.book(line, call, consumer);
  }

  @Override
  public BigDecimal spentUsd() {
    return ledger.spentUsd(line.target());
  }

  @Override
  public Optional<BigDecimal> monthToDateUsd() {
    return Optional.of(ledger.monthToDate(line.target()).usd());
  }
}

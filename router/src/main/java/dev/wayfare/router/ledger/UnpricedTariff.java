package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tariff of a target whose price is not known. */
final class UnpricedTariff implements Tariff {
  private final Terms terms;
  private final Ledger ledger;
  private final BookingLine line;

  UnpricedTariff(String target, String reason, Ledger ledger) {
    this.terms = new UnpricedTerms(reason);
    this.ledger = ledger;
    this.line = ledger.line(target, null);
  }

  @Override
  public Terms terms(long version) {
    return terms;
  }

  @Override
  public long version() {
    return ledger.version();
  }

  /** Counts it: what is billed is not known either. */
  @Override
  public void charge(Call call, @Nullable String consumer) {
    ledger.book(line, call, consumer);
  }

  /** What they cost while a price was known. */
  @Override
  public BigDecimal spentUsd() {
    return ledger.spentUsd(line.target());
  }

  @Override
  public Optional<BigDecimal> monthToDateUsd() {
    return Optional.empty();
  }
}

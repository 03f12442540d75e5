package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tariff of a target by the book in force, which may be another one at any time. */
final class CurrentTariff implements Tariff {
  private volatile Tariff tariff;

  CurrentTariff(Tariff tariff) {
    this.tariff = tariff;
  }

  CurrentTariff becoming(Tariff next) {
    tariff = next;
    return this;
  }

  @Override
  public Terms terms(long version) {
    return tariff.terms(version);
  }

  @Override
  public long version() {
    return tariff.version();
  }

  @Override
  public void charge(Call call, @Nullable String consumer) {
    tariff.charge(call, consumer);
  }

  @Override
  public BigDecimal spentUsd() {
    return tariff.spentUsd();
  }

  @Override
  public Optional<BigDecimal> monthToDateUsd() {
    return tariff.monthToDateUsd();
  }
}

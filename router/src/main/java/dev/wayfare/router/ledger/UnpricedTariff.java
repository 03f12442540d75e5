package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.router.decide.Fare;
import java.math.BigDecimal;
import java.util.Optional;

/** The tariff of a target whose price is not known. */
record UnpricedTariff(String reason) implements Tariff {
  @Override
  public Fare quote(Call call) {
    return new Fare.Unknown(reason);
  }

  @Override
  public void charge(Call call) {
    // What is billed is not known either.
  }

  @Override
  public Optional<BigDecimal> monthToDateUsd() {
    return Optional.empty();
  }
}

package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.Quoter;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What calls to one target cost, now and this month so far. */
public sealed interface Tariff permits CurrentTariff, PricedTariff, UnpricedTariff {
  /**
   * What {@code cost} makes of the prices at the account's position now.
   *
   * @param cost asks for the price of one call or several and answers in 10⁻¹² US dollars, or with
   *     {@link Quoter#UNPRICED}
   */
  Fare fare(ToLongFunction<Quoter> cost);

  /** Enters {@code call} into the ledger. */
  void charge(Call call);

  /** What this target's calls cost this month: an estimate; empty where no price is known. */
  Optional<BigDecimal> monthToDateUsd();
}

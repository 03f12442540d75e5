package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.Quote;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.decide.Fare;
import java.math.BigDecimal;
import java.util.Optional;

/** The tariff of a target with a price card. */
final class PricedTariff implements Tariff {
  private static final Fare PAST_LAST_TIER =
      new Fare.Unknown("this month's usage is past the last tier whose price is known");

  private final RateCard card;
  private final Account account;
  private final Ledger ledger;
  private final Credit credit;
  private final MonthToDate<BigDecimal> spentUsd;

  /**
   * @param spentUsd what the target's calls cost so far, by this tariff and those before it
   */
  PricedTariff(RateCard card, Ledger ledger, Credit credit, MonthToDate<BigDecimal> spentUsd) {
    this.card = card;
    this.account = Account.of(card.sku());
    this.ledger = ledger;
    this.credit = credit;
    this.spentUsd = spentUsd;
  }

  @Override
  public Fare quote(Call call) {
    Optional<Quote> quote = card.quote(call, ledger.position(account));
    return quote.isPresent() ? new Fare.Usd(credit.after(quote.get()).totalUsd()) : PAST_LAST_TIER;
  }

  @Override
  public void charge(Call call) {
    Usage before = ledger.add(account, card.usageOf(call));
    card.quote(call, before)
        .map(credit::spend)
        .ifPresent(quote -> spentUsd.getAndUpdate(spent -> spent.add(quote.totalUsd())));
  }

  @Override
  public Optional<BigDecimal> monthToDateUsd() {
    return Optional.of(spentUsd.value());
  }
}

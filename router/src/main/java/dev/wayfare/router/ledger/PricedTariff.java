package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Quote;
import dev.wayfare.pricing.RateCard;
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
  private final BookingLine line;

  PricedTariff(String target, RateCard card, Ledger ledger) {
    this.card = card;
    this.account = Account.of(card.sku());
    this.ledger = ledger;
    this.line = ledger.line(target, card);
  }

  @Override
  public Fare quote(Call call) {
    Optional<Quote> quote = card.quote(call, ledger.position(account));
    Provider provider = account.provider();
    return quote.isPresent()
        ? new Fare.Usd(ledger.afterCredit(provider, quote.get()).totalUsd())
        : PAST_LAST_TIER;
  }

  @Override
  public void charge(Call call) {
    ledger.book(line, call);
  }

  @Override
  public Optional<BigDecimal> monthToDateUsd() {
    return Optional.of(ledger.monthToDate(line.target()).usd());
  }
}

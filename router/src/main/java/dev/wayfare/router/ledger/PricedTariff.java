package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PicoCard;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.Quoter;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The tariff of a target with a price card. */
final class PricedTariff implements Tariff {
  private static final Fare PAST_LAST_TIER =
      new Fare.Unknown("this month's usage is past the last tier whose price is known");

  private final RateCard card;
  private final Account account;
  private final Ledger ledger;
  private final BookingLine line;
  private volatile Prices prices;

  PricedTariff(String target, RateCard card, Ledger ledger) {
    this.card = card;
    this.account = Account.of(card.sku());
    this.ledger = ledger;
    this.line = ledger.line(target, card);
    this.prices = prices(ledger.position(account));
  }

  /** The card's prices at one position, which most often is still the one when they are wanted. */
  private record Prices(Usage position, PicoCard card) {}

  private Prices prices(Usage position) {
    return new Prices(position, PicoCard.of(card, position));
  }

  @Override
  public Fare fare(ToLongFunction<Quoter> cost) {
    long picoUsd = cost.applyAsLong(quoter());
    return picoUsd == Quoter.UNPRICED ? PAST_LAST_TIER : new Fare.Known(picoUsd);
  }

  private Quoter quoter() {
    Usage position = ledger.position(account);
    Prices known = prices;
    if (!position.equals(known.position)) {
      known = prices(position);
      prices = known;
    }
    PicoCard now = known.card;
    long creditPicoUsd = ledger.creditLeftPicoUsd(account.provider());
    return (handlerNanos, initNanos, responseBytes) -> {
      long list = now.picoUsd(handlerNanos, initNanos, responseBytes);
      return list == PicoCard.UNPRICED ? Quoter.UNPRICED : Math.max(0, list - creditPicoUsd);
    };
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

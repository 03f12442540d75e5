package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PicoCard;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/** The tariff of a target with a price card. */
final class PricedTariff implements Tariff {
  private final String book;
  private final RateCard card;
  private final Account account;
  private final Ledger ledger;
  private final BookingLine line;
  private volatile PricedTerms terms;

  /**
   * @param book the SHA-256 of the price book that {@code card} is from
   */
  PricedTariff(String target, String book, RateCard card, Ledger ledger) {
    this.book = book;
    this.card = card;
    this.account = Account.of(card.sku());
    this.ledger = ledger;
    this.line = ledger.line(target, card);
    this.terms = at(ledger.position(account), ledger.creditLeftPicoUsd(account.provider()));
  }

  /** Most often the position is still the one when the prices were wanted last. */
  @Override
  public Terms terms() {
    Usage position = ledger.position(account);
    long creditPicoUsd = ledger.creditLeftPicoUsd(account.provider());
    PricedTerms known = terms;
    if (known.creditPicoUsd() != creditPicoUsd || !position.equals(known.position())) {
      known = at(position, creditPicoUsd);
      terms = known;
    }
    return known;
  }

  private PricedTerms at(Usage position, long creditPicoUsd) {
    return new PricedTerms(book, card, position, PicoCard.of(card, position), creditPicoUsd);
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

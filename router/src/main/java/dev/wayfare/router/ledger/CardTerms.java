package dev.wayfare.router.ledger;

import dev.wayfare.pricing.PicoCard;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;

/**
 * The prices of a card at its account's position, for all targets that have the card: a position
 * changes with each call, and prices at a new one take longer to make than to ask for.
 */
final class CardTerms {
  private final String book;
  private final RateCard card;
  private final Account account;
  private final Ledger ledger;
  private volatile PricedTerms terms;

  /**
   * @param book the SHA-256 of the price book that {@code card} is from
   */
  CardTerms(String book, RateCard card, Ledger ledger) {
    this.book = book;
    this.card = card;
    this.account = Account.of(card.sku());
    this.ledger = ledger;
    this.terms = at(ledger.position(account), ledger.creditLeftPicoUsd(account.provider()));
  }

  RateCard card() {
    return card;
  }

  /** Most often the position is still the one when the prices were wanted last. */
  PricedTerms now() {
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
}

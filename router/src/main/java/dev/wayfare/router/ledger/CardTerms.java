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
  private volatile Kept kept;

  /** What the prices were when the ledger had a version. */
  private record Kept(PricedTerms terms, long version) {}

  /**
   * @param book the SHA-256 of the price book that {@code card} is from
   */
  CardTerms(String book, RateCard card, Ledger ledger) {
    this.book = book;
    this.card = card;
    this.account = Account.of(card.sku());
    this.ledger = ledger;
    long version = ledger.version();
    this.kept = new Kept(made(ledger.position(account), creditLeftPicoUsd()), version);
  }

  RateCard card() {
    return card;
  }

  /**
   * The prices now.
   *
   * @param version of the ledger, read just now, and so before the position is
   */
  PricedTerms at(long version) {
    Kept last = kept;
    return last.version() == version ? last.terms() : renewed(last.terms(), version);
  }

  /** Often the position is the same: other accounts' changed. */
  private PricedTerms renewed(PricedTerms last, long version) {
    Usage position = ledger.position(account);
    long creditPicoUsd = creditLeftPicoUsd();
    boolean isSame = last.creditPicoUsd() == creditPicoUsd && position.equals(last.position());
    PricedTerms now = isSame ? last : made(position, creditPicoUsd);
    kept = new Kept(now, version);
    return now;
  }

  private long creditLeftPicoUsd() {
    return ledger.creditLeftPicoUsd(account.provider());
  }

  private PricedTerms made(Usage position, long creditPicoUsd) {
    return new PricedTerms(book, card, position, PicoCard.of(card, position), creditPicoUsd);
  }
}

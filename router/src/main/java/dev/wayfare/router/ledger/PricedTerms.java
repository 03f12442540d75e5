package dev.wayfare.router.ledger;

import dev.wayfare.pricing.CallMix;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.ExpectedQuote;
import dev.wayfare.pricing.PicoCard;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.CallBound;
import dev.wayfare.router.health.Quoter;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The prices of a card at a position.
 *
 * @param book the SHA-256 of the price book that the card is from
 * @param pico the same, for the hot path
 * @param creditPicoUsd what a credit still pays of the account's bill, 0 or more
 */
record PricedTerms(String book, RateCard card, Usage position, PicoCard pico, long creditPicoUsd)
    implements Terms {
  private static final Fare PAST_LAST_TIER =
      new Fare.Unknown("this month's usage is past the last tier whose price is known");

  @Override
  public Fare fare(ToLongFunction<Quoter> cost) {
    long picoUsd = cost.applyAsLong(this::picoUsd);
    return picoUsd == Quoter.UNPRICED ? PAST_LAST_TIER : new Fare.Known(picoUsd);
  }

  private long picoUsd(long handlerNanos, long initNanos, long responseBytes) {
    long list = pico.picoUsd(handlerNanos, initNanos, responseBytes);
    return list == PicoCard.UNPRICED ? Quoter.UNPRICED : Math.max(0, list - creditPicoUsd);
  }

  @Override
  public boolean pricesLike(Terms other, CallBound bound) {
    return other instanceof PricedTerms priced
        && creditPicoUsd == priced.creditPicoUsd
        && pico.quotesLike(
            priced.pico, bound.handlerNanos(), bound.initNanos(), bound.responseBytes());
  }

  @Override
  public Optional<String> bookSha256() {
    return card.sku().provider() == Provider.EDGE ? Optional.empty() : Optional.of(book);
  }

  @Override
  public Optional<Confidence> confidence() {
    return Optional.of(card.confidence());
  }

  @Override
  public Optional<ExpectedQuote> quote(CallMix calls) {
    return card.expectedQuote(calls, position);
  }
}

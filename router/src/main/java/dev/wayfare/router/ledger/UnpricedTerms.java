package dev.wayfare.router.ledger;

import dev.wayfare.pricing.CallMix;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.ExpectedQuote;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.Quoter;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** No price is known, for {@code reason}. */
record UnpricedTerms(String reason) implements Terms {
  @Override
  public Fare fare(ToLongFunction<Quoter> cost) {
    return new Fare.Unknown(reason);
  }

  @Override
  public Optional<String> bookSha256() {
    return Optional.empty();
  }

  @Override
  public Optional<Confidence> confidence() {
    return Optional.empty();
  }

  @Override
  public Optional<ExpectedQuote> quote(CallMix calls) {
    return Optional.empty();
  }
}

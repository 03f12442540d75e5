package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.CallMix;
import dev.wayfare.pricing.Confidence;
import dev.wayfare.pricing.ExpectedQuote;
import dev.wayfare.router.decide.Fare;
import dev.wayfare.router.health.CallBound;
import dev.wayfare.router.health.Quoter;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A target's prices at one position of its account. Immutable, so that a decision can be explained.
 */
public interface Terms {
  /**
   * What {@code cost} makes of the prices.
   *
   * @param cost asks for the price of one call or several and answers in 10⁻¹² US dollars, or with
   *     {@link Quoter#UNPRICED}
   */
  Fare fare(ToLongFunction<Quoter> cost);

  /** What one call costs that has been made. */
  default Fare fare(Call call) {
    long handlerNanos = call.handlerTime().toNanos();
    long initNanos = call.initTime().toNanos();
    return fare(quoter -> quoter.picoUsd(handlerNanos, initNanos, call.responseBytes()));
  }

  /**
   * Whether each call within {@code bound} costs the same by {@code other}: for certain where true;
   * false also where nobody can tell without pricing them.
   */
  default boolean pricesLike(Terms other, CallBound bound) {
    return equals(other);
  }

  /** The hash of the price book that they are from; empty where they are the user's own. */
  Optional<String> bookSha256();

  /** How well the worst of the prices is sourced; empty without a price. */
  Optional<Confidence> confidence();

  /** The average cost of {@code calls} meter by meter, before any credit; empty without a price. */
  Optional<ExpectedQuote> quote(CallMix calls);
}

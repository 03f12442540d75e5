package dev.wayfare.cli;

import dev.wayfare.pricing.MonthProfile;
import dev.wayfare.pricing.Quote;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** A month's cost on one target, and what it would be at other durations. */
final class TargetQuote {
  private final QuoteTarget target;
  private final Quote quote;
  private final LongFunction<Optional<Quote>> atMillis;
  private final Map<Long, Optional<BigDecimal>> known = new HashMap<>();

  private TargetQuote(QuoteTarget target, Quote quote, LongFunction<Optional<Quote>> atMillis) {
    this.target = target;
    this.quote = quote;
    this.atMillis = atMillis;
  }

  /**
   * The cost of {@code month}, or empty where it runs past the last tier whose price is known.
   *
   * @param month what happens in the month
   * @param options the same with all requests of one duration
   * @param creditUsd what a credit pays of the month
   */
  static Optional<TargetQuote> of(
      QuoteTarget target,
      RateCard card,
      Usage opening,
      BigDecimal creditUsd,
      MonthProfile month,
      MonthOptions options) {
    LongFunction<Optional<Quote>> atMillis =
        millis -> card.month(month.withCalls(options.alike(millis)), opening);
    return card.month(month, opening)
        .map(quote -> quote.afterCredit(creditUsd))
        .map(
            quote ->
                new TargetQuote(
                    target,
                    quote,
                    millis -> atMillis.apply(millis).map(each -> each.afterCredit(creditUsd))));
  }

  QuoteTarget target() {
    return target;
  }

  Quote quote() {
    return quote;
  }

  /** What the month costs if all requests take {@code millis}; empty past the last known tier. */
  Optional<BigDecimal> usdAt(long millis) {
    return known.computeIfAbsent(millis, at -> atMillis.apply(at).map(Quote::totalUsd));
  }

  /** The longest duration up to {@code mostMillis} at which the month has a price; 0 for none. */
  long longestMillis(long mostMillis) {
    if (usdAt(mostMillis).isPresent()) {
      return mostMillis;
    }
    long priced = 0;
    long unpriced = mostMillis;
    while (unpriced - priced > 1) {
      long middle = (priced + unpriced) >>> 1;
      if (usdAt(middle).isPresent()) {
        priced = middle;
      } else {
        unpriced = middle;
      }
    }
    return priced;
  }
}

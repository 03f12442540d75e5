package dev.wayfare.cli;

import dev.wayfare.pricing.MonthProfile;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.router.config.AccountConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a month of the same traffic would cost on each target of a file, were all of it sent there.
 */
final class MonthQuotes {
  private static final int CENTS = 2;

  private final PriceBook book;
  private final MonthProfile month;
  private final Map<String, String> byId = new TreeMap<>();

  private MonthQuotes(PriceBook book, MonthProfile month) {
    this.book = book;
    this.month = month;
  }

  /** At the prices that {@code config} keeps, or else the shipped ones. */
  static MonthQuotes of(WayfareConfig config, MonthOptions options, PrintWriter err) {
    var quotes = new MonthQuotes(PriceFile.of(config, err), options.profile());
    for (TargetConfig target : config.targets()) {
      quotes.byId.put(
          target.id(), quotes.usd(target, config.account(target.sku().provider()), options));
    }
    return quotes;
  }

  private String usd(TargetConfig target, AccountConfig account, MonthOptions options) {
    var named = new QuoteTarget(target.id(), target.sku(), target.pricesUsd());
    return switch (named.lookup(book, account.terms())) {
      case PriceLookup.Unpriced(String reason) -> "no price: " + reason;
      case PriceLookup.Priced(RateCard card) -> {
        Optional<TargetQuote> quote =
            TargetQuote.of(
                named, card, account.opening(card), account.terms().creditUsd(), month, options);
        yield quote
            .map(
                it ->
                    it.quote().totalUsd().setScale(CENTS, RoundingMode.HALF_UP).toPlainString()
                        + " USD a month")
            .orElse("no price: the month runs past the last tier whose price is known");
      }
    };
  }

  String usd(String id) {
    return byId.getOrDefault(id, "");
  }

  PriceBook book() {
    return book;
  }

  String heading() {
    return "each if it had all of %,d requests, at prices of %s"
        .formatted(month.requests(), book.asOf());
  }
}

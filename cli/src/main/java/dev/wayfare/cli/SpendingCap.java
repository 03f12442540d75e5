package dev.wayfare.cli;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.CallMix;
import dev.wayfare.pricing.MonthProfile;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.router.config.AccountConfig;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The most that requests to deployed targets may cost. It is held before the first is sent, against
 * the most that all of them can cost: each is sent twice, starts an environment, runs for as long
 * as the function may, and answers as much as it may, at list prices with no allowance left.
 */
record SpendingCap(BigDecimal usd) {
  private static final int SENT = 2;
  private static final int DIGITS = 4;
  private static final long DEFAULT_MILLIS = 30_000;
  private static final long DEFAULT_RESPONSE_BYTES = 6L << 20;

  /**
   * What that would be.
   *
   * @throws UserErrorException where it is above the cap, or a price is not known
   */
  BigDecimal require(
      WayfareConfig config,
      FunctionConfig function,
      List<TargetConfig> targets,
      int requests,
      PriceBook book) {
    BigDecimal most = BigDecimal.ZERO;
    for (TargetConfig target : targets) {
      most = most.add(mostUsd(config, function, target, requests, book));
    }
    BigDecimal shown = most.setScale(DIGITS, RoundingMode.UP);
    if (most.compareTo(usd) > 0) {
      throw new UserErrorException(
          "these requests may cost up to %s USD, which is above %s; raise --max-usd, send fewer, or shorten the function's deadline"
              .formatted(shown.toPlainString(), usd.toPlainString()));
    }
    return shown;
  }

  private static BigDecimal mostUsd(
      WayfareConfig config,
      FunctionConfig function,
      TargetConfig target,
      int requests,
      PriceBook book) {
    AccountConfig account = config.account(target.sku().provider());
    var named = new QuoteTarget(target.id(), target.sku(), target.pricesUsd());
    return switch (named.lookup(book, account.terms())) {
      case PriceLookup.Unpriced(String reason) -> throw unpriced(target, reason);
      case PriceLookup.Priced(RateCard card) -> {
        var month =
            MonthProfile.of(CallMix.of(longestCall(function.host())), (long) requests * SENT);
        yield card.month(month, new MonthToDate(List.of("used")).of(card, account.opening(card)))
            .orElseThrow(() -> unpriced(target, "no tier of its price is known"))
            .totalUsd();
      }
    };
  }

  private static Call longestCall(Map<String, String> host) {
    return new Call(
        Duration.ofMillis(number(host, "WAYFARE_DEADLINE_MILLIS", DEFAULT_MILLIS)),
        Duration.ofMillis(number(host, "WAYFARE_START_MILLIS", DEFAULT_MILLIS)),
        number(host, "WAYFARE_RESPONSE_BYTES", DEFAULT_RESPONSE_BYTES));
  }

  private static long number(Map<String, String> host, String name, long otherwise) {
    String text = host.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private static UserErrorException unpriced(TargetConfig target, String reason) {
    return new UserErrorException(
        "what requests to %s cost is not known (%s), so it cannot be held below --max-usd; leave the target out with --target"
            .formatted(target.id(), reason));
  }
}

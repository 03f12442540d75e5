package dev.wayfare.router.ledger;

import dev.wayfare.pricing.AccountTerms;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.config.AccountConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The tariff of every target of a configuration, over one ledger. */
public final class Tariffs {
  private final Map<String, Tariff> byTarget;

  /** Tariffs with the clouds' prices from {@code book} and the edge machines' from the file. */
  public Tariffs(WayfareConfig config, PriceBook book, InstantSource instants) {
    LocalDate today = LocalDate.ofInstant(instants.instant(), ZoneOffset.UTC);
    Map<String, PriceLookup> lookups = new LinkedHashMap<>();
    Map<Account, Usage> openings = new HashMap<>();
    for (TargetConfig target : config.targets()) {
      AccountConfig account = config.account(target.sku().provider());
      PriceLookup lookup = lookup(target, book, account.terms(), today);
      lookups.put(target.id(), lookup);
      if (lookup instanceof PriceLookup.Priced(var card)) {
        // Regions of one account may differ in what they give: where one has used all, so has the
        // other.
        openings.merge(Account.of(target.sku()), account.opening(card), Usage::greater);
      }
    }
    Ledger ledger = new MemoryLedger(instants, openings);
    Map<String, Tariff> tariffs = new HashMap<>();
    Map<Provider, Credit> credits = new EnumMap<>(Provider.class);
    for (Provider provider : Provider.values()) {
      BigDecimal usd = config.account(provider).terms().creditUsd();
      credits.put(provider, new Credit(usd, instants, provider.billingZone()));
    }
    lookups.forEach((id, lookup) -> tariffs.put(id, tariff(lookup, ledger, credits, instants)));
    this.byTarget = Map.copyOf(tariffs);
  }

  /** The tariff of the target {@code id}, which the configuration has. */
  public Tariff of(String id) {
    Tariff tariff = byTarget.get(id);
    if (tariff == null) {
      throw new IllegalArgumentException("there is no target " + id);
    }
    return tariff;
  }

  private static PriceLookup lookup(
      TargetConfig target, PriceBook book, AccountTerms terms, LocalDate today) {
    if (target.sku().provider() != Provider.EDGE) {
      return book.rateCard(target.sku(), terms);
    }
    return target.pricesUsd().isEmpty()
        ? new PriceLookup.Unpriced("an edge target's price is the user's to set: give it a price")
        : new PriceLookup.Priced(RateCard.edge(target.sku(), target.pricesUsd(), today));
  }

  private static Tariff tariff(
      PriceLookup lookup, Ledger ledger, Map<Provider, Credit> credits, InstantSource instants) {
    return switch (lookup) {
      case PriceLookup.Priced(var card) ->
          new PricedTariff(
              card, ledger, Objects.requireNonNull(credits.get(card.sku().provider())), instants);
      case PriceLookup.Unpriced(var reason) -> new UnpricedTariff(reason);
    };
  }
}

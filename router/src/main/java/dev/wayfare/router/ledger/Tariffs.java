package dev.wayfare.router.ledger;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Sku;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.config.AccountConfig;
import dev.wayfare.router.config.PriceSettings;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tariff of every target of a configuration, over one ledger. Safe to use from many threads.
 */
public final class Tariffs {
  private volatile WayfareConfig config;
  private final InstantSource instants;
  private final Ledger ledger;
  private final Map<String, CurrentTariff> byTarget = new ConcurrentHashMap<>();
  private PriceBook book;
  private volatile Map<String, PriceLookup> lookups;

  /** Tariffs over a ledger that forgets when the process ends. */
  public Tariffs(WayfareConfig config, PriceBook book, InstantSource instants) {
    this(config, book, instants, "memory", new MemoryStore());
  }

  /**
   * Tariffs with the clouds' prices from {@code book} and the edge machines' from the file.
   *
   * @param replica see {@link Batch#replica}
   * @param store keeps the ledger; nothing is read from it before the first {@link Ledger#flush}
   */
  public Tariffs(
      WayfareConfig config,
      PriceBook book,
      InstantSource instants,
      String replica,
      LedgerStore store) {
    this.config = config;
    this.instants = instants;
    this.book = book;
    this.lookups = lookups(book);
    this.ledger = new Ledger(replica, accounts(config, lookups), store, instants);
    tariffs(lookups, book).forEach((id, tariff) -> byTarget.put(id, new CurrentTariff(tariff)));
  }

  private static AccountBook accounts(WayfareConfig config, Map<String, PriceLookup> lookups) {
    Map<String, Account> accounts = new HashMap<>();
    Map<Account, Usage> openings = new HashMap<>();
    Map<Provider, BigDecimal> creditsUsd = new EnumMap<>(Provider.class);
    for (TargetConfig target : config.targets()) {
      Account account = Account.of(target.sku());
      AccountConfig terms = config.account(account.provider());
      accounts.put(target.id(), account);
      creditsUsd.put(account.provider(), terms.terms().creditUsd());
      if (lookups.get(target.id()) instanceof PriceLookup.Priced(var card)) {
        // Regions of one account may differ in what they give: where one has used all, so has the
        // other.
        openings.merge(account, terms.opening(card), Usage::greater);
      }
    }
    return new AccountBook(accounts, openings, creditsUsd);
  }

  /** The ledger that calls are booked in. */
  public Ledger ledger() {
    return ledger;
  }

  /**
   * Quotes and charges by {@code book} from now on, and judges again which prices are stale. What
   * was charged before stays as it was; the accounts' opening balances stay those of the first
   * book.
   */
  public synchronized void use(PriceBook next) {
    book = next;
    lookups = lookups(next);
    tariffs(lookups, next)
        .forEach(
            (id, tariff) ->
                byTarget.merge(
                    id, new CurrentTariff(tariff), (current, same) -> current.becoming(tariff)));
  }

  /**
   * Goes by the targets and accounts of {@code next} from now on. Those that it has no more keep
   * their tariffs, for the calls that are under way.
   */
  public synchronized void use(WayfareConfig next) {
    config = next;
    ledger.use(accounts(next, lookups(book)));
    use(book);
  }

  /** The prices in force of the target {@code id}, which the configuration has. */
  public PriceLookup prices(String id) {
    return Objects.requireNonNull(lookups.get(id), id);
  }

  /** The tariff of the target {@code id}, which the configuration has. */
  public Tariff of(String id) {
    Tariff tariff = byTarget.get(id);
    if (tariff == null) {
      throw new IllegalArgumentException("there is no target " + id);
    }
    return tariff;
  }

  private Map<String, PriceLookup> lookups(PriceBook book) {
    Map<Bought, PriceLookup> known = new HashMap<>();
    Map<String, PriceLookup> found = new LinkedHashMap<>();
    for (TargetConfig target : config.targets()) {
      Bought bought = new Bought(target.sku(), target.pricesUsd());
      found.put(target.id(), known.computeIfAbsent(bought, same -> lookup(target, book)));
    }
    return found;
  }

  /** What decides a target's prices. */
  private record Bought(Sku sku, Map<Meter, BigDecimal> pricesUsd) {}

  private PriceLookup lookup(TargetConfig target, PriceBook book) {
    LocalDate today = LocalDate.ofInstant(instants.instant(), ZoneOffset.UTC);
    if (target.sku().provider() != Provider.EDGE) {
      return fresh(
          book.rateCard(target.sku(), config.account(target.sku().provider()).terms()), today);
    }
    return target.pricesUsd().isEmpty()
        ? new PriceLookup.Unpriced("an edge target's price is the user's to set: give it a price")
        : new PriceLookup.Priced(RateCard.edge(target.sku(), target.pricesUsd(), today));
  }

  private PriceLookup fresh(PriceLookup lookup, LocalDate today) {
    PriceSettings settings = config.prices();
    if (settings.stalePolicy() == PriceSettings.Stale.WARN
        || !(lookup instanceof PriceLookup.Priced(var card))) {
      return lookup;
    }
    boolean isStale = card.asOf().plusDays(settings.staleAfter().toDays()).isBefore(today);
    return isStale
        ? new PriceLookup.Unpriced(
            "its prices were last read on %s, which is longer ago than prices.stale-after"
                .formatted(card.asOf()))
        : lookup;
  }

  private Map<String, Tariff> tariffs(Map<String, PriceLookup> lookups, PriceBook book) {
    IdentityHashMap<RateCard, CardTerms> shared = new IdentityHashMap<>();
    Map<String, Tariff> tariffs = new LinkedHashMap<>();
    lookups.forEach(
        (id, lookup) ->
            tariffs.put(
                id,
                switch (lookup) {
                  case PriceLookup.Priced(var card) ->
                      new PricedTariff(
                          id,
                          shared.computeIfAbsent(
                              card, it -> new CardTerms(book.sha256(), it, ledger)),
                          ledger);
                  case PriceLookup.Unpriced(var reason) -> new UnpricedTariff(id, reason, ledger);
                }));
    return tariffs;
  }
}

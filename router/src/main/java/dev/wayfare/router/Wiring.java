package dev.wayfare.router;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.source.ListLocation;
import dev.wayfare.pricing.source.Patience;
import dev.wayfare.pricing.source.PriceRefresh;
import dev.wayfare.router.access.Access;
import dev.wayfare.router.config.PriceSettings;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.dispatch.Budgets;
import dev.wayfare.router.dispatch.Routes;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.LedgerThread;
import dev.wayfare.router.ledger.Tariffs;
import dev.wayfare.router.prices.PriceFeed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * What a router works with, made of a configuration.
 *
 * @param routes what it serves
 * @param access whom it serves
 * @param feed keeps its prices current
 * @param tariffs what it charges
 * @param budgets hold what it spends against what it may
 * @param ledger writes what it spends
 * @param observers are told of each request
 */
record Wiring(
    Routes routes,
    Access access,
    PriceFeed feed,
    Tariffs tariffs,
    Budgets budgets,
    LedgerThread ledger,
    Observers observers) {
  private static final System.Logger LOG = System.getLogger(Wiring.class.getName());

  /**
   * Waits for the ledger and reads it; where that or anything else fails, the ledger is closed.
   *
   * @throws RouterException where the ledger's file or that of a log cannot be used, or a variable
   *     says what the router cannot do
   */
  static Wiring of(WayfareConfig config, Sources sources, LedgerOpening opening) {
    try {
      PriceFeed feed = feed(config, sources);
      LedgerStore store = opening.store();
      SplittableGenerator random = sources.random().split();
      String replica = new UUID(random.nextLong(), random.nextLong()).toString();
      Tariffs tariffs = new Tariffs(config, feed.book(), sources.instants(), replica, store);
      feed.onBook(tariffs::use);
      Budgets budgets = new Budgets(config.budget(), tariffs.ledger(), sources.instants());
      Routes routes = Routes.of(config, tariffs::of, budgets, sources.nanoTicker());
      Access access =
          new Access(config.access(), sources.nanoTicker(), sources.instants(), tariffs.ledger());
      Observers observers = Observers.open(config.observation(), sources);
      Duration interval = config.ledger().flushInterval();
      LedgerThread ledger = LedgerThread.start(tariffs.ledger(), store, interval);
      return new Wiring(routes, access, feed, tariffs, budgets, ledger, observers);
    } catch (RuntimeException e) {
      opening.undo();
      throw e;
    }
  }

  /**
   * What a router can serve of {@code config}: all but targets that are to be deployed and are not
   * yet, which the log names.
   *
   * @throws RouterException where another target has no endpoint
   */
  static WayfareConfig servable(WayfareConfig config) {
    WayfareConfig servable = config.withoutUndeployed();
    requireEndpoints(servable);
    List<String> left = config.undeployed();
    if (!left.isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO,
          "not deployed yet, and so without requests: {0}; wayfare deploy deploys them",
          String.join(", ", left));
    }
    return servable;
  }

  private static void requireEndpoints(WayfareConfig config) {
    for (TargetConfig target : config.targets()) {
      if (target.endpoint() == null) {
        throw new RouterException(
            "target \"%s\" has no endpoint; set one in %s, or start local stand-ins with wayfare up"
                .formatted(target.id(), config.file()));
      }
    }
  }

  /**
   * Goes by the functions, accounts, budgets and consumers of {@code next} from now on; what is
   * under way ends as it began.
   *
   * @param next a {@link #servable} one
   */
  void use(WayfareConfig next) {
    tariffs.use(next);
    feed.use(next);
    budgets.use(next.budget());
    // First: no new function is there for those who may not call it.
    access.use(next.access());
    routes.use(next);
  }

  /** Writes what is left to write. */
  void close() {
    try {
      observers.close();
    } finally {
      ledger.close();
    }
  }

  private static PriceFeed feed(WayfareConfig config, Sources sources) {
    PriceSettings settings = config.prices();
    Map<Provider, ListLocation> lists =
        settings.refresh().isPresent() ? settings.locations(sources.environment()) : Map.of();
    PriceRefresh refresh =
        PriceRefresh.of(
            lists,
            settings.mostChange(),
            Patience.DEFAULT,
            sources.random().split(),
            sources.instants());
    return new PriceFeed(config, sources.prices(), refresh, sources.instants());
  }
}

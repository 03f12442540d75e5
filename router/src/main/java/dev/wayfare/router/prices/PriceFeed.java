package dev.wayfare.router.prices;

import dev.wayfare.pricing.ListPrice;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceKey;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import dev.wayfare.pricing.source.BookStore;
import dev.wayfare.pricing.source.Outcome;
import dev.wayfare.pricing.source.PriceRefresh;
import dev.wayfare.pricing.source.RefreshReport;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.config.WrittenFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The book in force: the last good one at the start, a newer one whenever a refresh accepts one.
 *
 * <p>Only {@link #tick()} changes it, from one thread at a time; what it says may be asked by any.
 */
public final class PriceFeed {
  private static final System.Logger LOG = System.getLogger(PriceFeed.class.getName());

  private volatile WayfareConfig config;
  private final PriceRefresh refresh;
  private final InstantSource instants;
  private final Optional<BookStore> store;
  private final Optional<WrittenFile> stored;
  private volatile PriceBook book;
  private volatile Instant refreshedAt;
  private volatile List<RefreshReport.ListReport> lists = List.of();
  private boolean isStale;
  private Consumer<PriceBook> user = it -> {};

  /**
   * A feed that has not refreshed yet.
   *
   * @param shipped the book where the configuration names no file
   * @param refresh reads the lists; not called where the configuration asks for no refresh
   */
  public PriceFeed(
      WayfareConfig config, PriceBook shipped, PriceRefresh refresh, InstantSource instants) {
    this.config = config;
    this.refresh = refresh;
    this.instants = instants;
    this.store = config.prices().file().map(BookStore::new);
    this.stored = store.map(it -> new WrittenFile(it.file()));
    this.book = store.map(PriceFeed::load).orElse(shipped);
    this.refreshedAt = book.asOf().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Looks after the prices of the targets of {@code next} from now on. */
  public void use(WayfareConfig next) {
    config = next;
  }

  private Map<Provider, Set<String>> regions() {
    Map<Provider, Set<String>> regions = new HashMap<>();
    for (TargetConfig target : config.targets()) {
      regions
          .computeIfAbsent(target.sku().provider(), it -> new HashSet<>())
          .add(target.sku().region());
    }
    return regions;
  }

  private static PriceBook load(BookStore store) {
    BookStore.Loaded loaded = store.load();
    warn(loaded, "the shipped prices are used");
    return loaded.book();
  }

  private static void warn(BookStore.Loaded loaded, String consequence) {
    loaded
        .warning()
        .ifPresent(problem -> LOG.log(System.Logger.Level.WARNING, problem + "; " + consequence));
  }

  /** Gives each book that is in force from now on to {@code next}, and again as time passes. */
  public void onBook(Consumer<PriceBook> next) {
    this.user = next;
  }

  /** The book in force. */
  public PriceBook book() {
    return book;
  }

  /** What became of each list at the last refresh; empty before the first one. */
  public List<RefreshReport.ListReport> lists() {
    return lists;
  }

  /** How long ago the targets' prices were read, the oldest of them; empty where none has one. */
  public Optional<Duration> age() {
    return book.prices().stream()
        .filter(price -> isUsed(price.key()))
        .map(ListPrice::provenance)
        .map(it -> Duration.between(it.fetchedAt(), instants.instant()))
        .max(Duration::compareTo);
  }

  private boolean isUsed(PriceKey key) {
    return config.targets().stream().map(TargetConfig::sku).anyMatch(sku -> isOf(sku, key));
  }

  private static boolean isOf(Sku sku, PriceKey key) {
    return sku.provider() == key.provider()
        && sku.plan().equals(key.plan())
        && sku.architecture().equals(key.architecture())
        && sku.region().equals(key.region());
  }

  /**
   * Takes up what {@code wayfare prices refresh} wrote, refreshes where that is due, and has stale
   * prices judged again. It may take minutes.
   */
  public void tick() {
    readAgain();
    Instant now = instants.instant();
    boolean isDue =
        config
            .prices()
            .refresh()
            .map(interval -> !refreshedAt.plus(interval).isAfter(now))
            .orElse(false);
    if (isDue) {
      refreshedAt = now;
      accept(refresh.run(book, regions(), false));
    }
    warnWhereStale();
    user.accept(book);
  }

  private void readAgain() {
    if (store.isPresent() && stored.filter(WrittenFile::isNew).isPresent()) {
      BookStore.Loaded loaded = store.get().load();
      warn(loaded, "those before stay in force");
      if (loaded.isStored()) {
        book = loaded.book();
        LOG.log(System.Logger.Level.INFO, "prices of {0} read from the file", book.asOf());
      }
    }
  }

  private void accept(RefreshReport report) {
    lists = report.lists();
    report.lists().forEach(PriceFeed::log);
    if (!report.book().sha256().equals(book.sha256())) {
      book = report.book();
      store.ifPresent(this::save);
    }
  }

  private void save(BookStore to) {
    try {
      to.save(book);
      stored.ifPresent(WrittenFile::see);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          to.file() + " cannot be written; the prices just read are lost with this process",
          e);
    }
  }

  private static void log(RefreshReport.ListReport list) {
    switch (list.outcome()) {
      case Outcome.Accepted(var prices, var changes) ->
          LOG.log(
              System.Logger.Level.INFO,
              "prices of {0}: {1} read, {2} changed",
              list.list(),
              prices,
              changes.size());
      case Outcome.Rejected(var reasons) ->
          LOG.log(
              System.Logger.Level.WARNING,
              "prices of {0} are not believed, so those before stay in force: {1}",
              list.list(),
              String.join("; ", reasons));
      case Outcome.Failed(var reason) ->
          LOG.log(System.Logger.Level.WARNING, "prices of {0}: {1}", list.list(), reason);
    }
  }

  /** Says it once, and again after they were fresh in between. */
  private void warnWhereStale() {
    Duration limit = config.prices().staleAfter();
    Optional<Duration> stale = age().filter(age -> age.compareTo(limit) > 0);
    if (stale.isPresent() && !isStale) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the oldest price of a target was read {0} days ago, and stale-after is {1}",
          stale.get().toDays(),
          limit.toDays());
    }
    isStale = stale.isPresent();
  }
}

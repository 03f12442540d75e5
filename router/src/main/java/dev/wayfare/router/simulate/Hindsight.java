package dev.wayfare.router.simulate;

import dev.wayfare.pricing.Call;
import dev.wayfare.pricing.PriceLookup;
import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Usage;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.ledger.Account;
import dev.wayfare.router.ledger.Tariffs;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the requests would have cost at least, had everything been known before: a {@link
 * LowerBound} for every way to give each request to one of its function's targets that was up when
 * it came.
 *
 * <p>It leaves out what could only make an assignment dearer: latency targets, capacities, slow
 * times, and cold starts but for those that no assignment avoids, since no request for the function
 * came for so long that no environment can be left anywhere. A request counts for the month in
 * which it comes. What credits pay is taken off in whole.
 */
final class Hindsight {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final double PICO = 1e12;

  private final WayfareConfig config;
  private final List<FunctionConfig> functions;
  private final World world;
  private final Tariffs tariffs;
  private final Map<Account, Usage> openings = new HashMap<>();
  private final long[] lastNanos;
  private final Map<List<Object>, LowerBound.Pool> pools = new HashMap<>();
  private final Map<List<Object>, BigDecimal> creditsUsd = new HashMap<>();
  private final Map<List<Object>, LowerBound.Column> columns = new HashMap<>();
  private final List<Seen> requests = new ArrayList<>();
  private int epoch;

  /** A request, and where it could have gone. */
  private record Seen(int function, boolean isCold, List<LowerBound.Option> options) {
    /** Those of one kind are alike but for their size. */
    List<Object> kind() {
      return List.of(function, isCold, options.stream().map(LowerBound.Option::column).toList());
    }
  }

  /**
   * @param tariffs of which nothing was charged yet
   */
  Hindsight(WayfareConfig config, World world, Tariffs tariffs) {
    this.config = config;
    this.functions = config.functions();
    this.world = world;
    this.tariffs = tariffs;
    this.lastNanos = new long[functions.size()];
    Arrays.fill(lastNanos, Long.MIN_VALUE / 2);
    for (TargetConfig target : config.targets()) {
      Account account = Account.of(target.sku());
      openings.put(account, tariffs.ledger().position(account));
    }
  }

  /** From now on targets have other cards. */
  void pricesChanged() {
    epoch++;
  }

  /** A request came. One that examines a target is not among those that the bound is for. */
  void add(Arrival arrival, boolean examines) {
    long silentNanos = arrival.nanos() - lastNanos[arrival.function()];
    lastNanos[arrival.function()] = arrival.nanos();
    if (examines) {
      return;
    }
    List<TargetConfig> allowed = new ArrayList<>();
    FunctionConfig function = functions.get(arrival.function());
    for (TargetConfig target : function.targets()) {
      boolean isPriced = tariffs.prices(target.id()) instanceof PriceLookup.Priced;
      if (isPriced && function.policy().bar(target.id()).isEmpty()) {
        allowed.add(target);
      }
    }
    List<TargetConfig> up =
        allowed.stream().filter(it -> world.site(it.id()).isUp(arrival.nanos())).toList();
    List<LowerBound.Option> options = new ArrayList<>();
    boolean isCold = false;
    for (TargetConfig target : up.isEmpty() ? allowed : up) {
      boolean isColdHere = isCold(target, silentNanos);
      isCold |= isColdHere;
      options.add(option(arrival, target, isColdHere));
    }
    if (!options.isEmpty()) {
      requests.add(new Seen(arrival.function(), isCold, options));
    }
  }

  private boolean isCold(TargetConfig target, long silentNanos) {
    long keepNanos = world.site(target.id()).place().keep().toNanos();
    return target.sku().provider() != Provider.EDGE && silentNanos > keepNanos + world.totalNanos();
  }

  private LowerBound.Option option(Arrival arrival, TargetConfig target, boolean isCold) {
    RateCard card = ((PriceLookup.Priced) tariffs.prices(target.id())).card();
    Place place = world.site(target.id()).place();
    long micros = Math.round(arrival.workNanos() * place.slowness()) / NANOS_PER_MICRO;
    Duration init = isCold ? Duration.ofMillis(place.start().toMillis()) : Duration.ZERO;
    Call call = new Call(Duration.ofNanos(micros * NANOS_PER_MICRO), init, arrival.responseBytes());
    YearMonth month =
        YearMonth.from(world.timeline().instant().atZone(target.sku().provider().billingZone()));
    LowerBound.Pool pool = pool(Account.of(target.sku()), month);
    long billedMillis = card.billedMillis(call);
    pool.mayBeUsed((double) billedMillis, (double) arrival.responseBytes());
    LowerBound.Column column =
        columns.computeIfAbsent(
            List.of(month, epoch, target.sku(), target.pricesUsd()), unseen -> pool.add(card));
    return new LowerBound.Option(column, (double) billedMillis, (double) arrival.responseBytes());
  }

  private LowerBound.Pool pool(Account account, YearMonth month) {
    creditsUsd.computeIfAbsent(
        List.of(account.provider(), month),
        unseen -> config.account(account.provider()).terms().creditUsd());
    return pools.computeIfAbsent(
        List.of(account, month),
        unseen -> new LowerBound.Pool(openings.getOrDefault(account, Usage.NONE)));
  }

  /**
   * Two bounds, in 10⁻¹² US dollars.
   *
   * @param picoUsd what no assignment costs less than on average that knows everything but the
   *     single request's duration and size: what it expects of a request is the mean of its kind,
   *     so each counts with that
   * @param clairvoyantPicoUsd what none costs less than, even if it knew these before the request
   *     has run, which nobody does
   */
  record Bounds(double picoUsd, double clairvoyantPicoUsd) {}

  Bounds bounds() {
    LowerBound bound = new LowerBound(pools.values());
    List<LowerBound.Request> kinds =
        requests.stream().collect(Collectors.groupingBy(Seen::kind)).values().stream()
            .map(Hindsight::mean)
            .toList();
    double usd = bound.bestUsd(kinds);
    double clairvoyantUsd =
        bound.usd(
            requests.stream().map(seen -> new LowerBound.Request(1, seen.options())).toList());
    return new Bounds(afterCreditsPico(usd), afterCreditsPico(clairvoyantUsd));
  }

  private double afterCreditsPico(double usd) {
    double creditUsd = creditsUsd.values().stream().mapToDouble(BigDecimal::doubleValue).sum();
    return Math.max(0, usd - creditUsd) * PICO;
  }

  private static LowerBound.Request mean(List<Seen> alike) {
    List<LowerBound.Option> means = new ArrayList<>();
    List<LowerBound.Option> options = alike.getFirst().options();
    for (int i = 0; i < options.size(); i++) {
      double millis = 0;
      double bytes = 0;
      for (Seen seen : alike) {
        millis += seen.options().get(i).billedMillis();
        bytes += seen.options().get(i).responseBytes();
      }
      means.add(
          new LowerBound.Option(
              options.get(i).column(), millis / alike.size(), bytes / alike.size()));
    }
    return new LowerBound.Request(alike.size(), means);
  }
}

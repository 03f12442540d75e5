package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every price that an invocation of one {@link Sku} is billed by, and the plan's rounding.
 *
 * <p>A quote takes the call as the only one on its instance: where calls overlap, Azure Flex and
 * Cloud Run bill their shared time once, and the quote is the most that a call can cost. Its egress
 * goes to the internet, for Cloud Run to a caller on the region's own continent, since what leaves
 * it has prices that are not sourced.
 *
 * <p>Immutable. {@link #quote(Call, Usage)} does no I/O and takes about a microsecond; {@link
 * PicoCard} is for the hot path.
 */
public final class RateCard {
  private static final Provenance.Source SET_BY_THE_USER =
      new Provenance.Source("set by the user", null, "as configured");

  private final Sku sku;
  private final Plan plan;
  private final List<Rate> rates;
  private final List<Metered> metered;
  private final LocalDate asOf;
  private final Confidence confidence;

  RateCard(Sku sku, Plan plan, List<Rate> rates, LocalDate asOf) {
    this.sku = sku;
    this.plan = plan;
    this.rates = List.copyOf(rates);
    this.metered = rates.stream().map(rate -> Metered.of(rate.meter(), sku, plan)).toList();
    this.asOf = asOf;
    Confidence lowest = Confidence.HIGH;
    for (Rate rate : rates) {
      lowest = lowest.and(rate.provenance().confidence());
    }
    this.confidence = lowest;
  }

  /** Where a price comes from that the user set on {@code day}. */
  static Provenance setByTheUser(LocalDate day) {
    return new Provenance(Confidence.HIGH, day, List.of(SET_BY_THE_USER));
  }

  /**
   * The card of the user's own machine.
   *
   * <p>Time, with the environment's start, is billed by the millisecond. There are no tiers and no
   * allowance.
   *
   * @param sku an {@link Provider#EDGE} one; a price per {@link Meter#VCPU_SECONDS} needs its vcpus
   * @param usdPerUnit the price of one unit of each meter that this machine charges by, at least
   *     one; zero is a real price and is kept; a meter that is not named is not on the bill
   * @param asOf the day that the user set them
   */
  public static RateCard edge(Sku sku, Map<Meter, BigDecimal> usdPerUnit, LocalDate asOf) {
    if (sku.provider() != Provider.EDGE) {
      throw new IllegalArgumentException("only an edge target's price is set, not that of " + sku);
    }
    if (usdPerUnit.isEmpty()) {
      throw new IllegalArgumentException(
          "an edge target needs a price for at least one meter; 0 is a price");
    }
    if (usdPerUnit.containsKey(Meter.VCPU_SECONDS) && sku.vcpus().signum() == 0) {
      throw new IllegalArgumentException("a price per vCPU-second needs more than 0 vcpus");
    }
    Provenance provenance = setByTheUser(asOf);
    List<Rate> rates = new ArrayList<>();
    List<Meter> meters = new ArrayList<>();
    for (Meter meter : Meter.values()) {
      BigDecimal priceUsd = usdPerUnit.get(meter);
      if (priceUsd != null) {
        meters.add(meter);
        rates.add(Rate.flat(meter, priceUsd, provenance));
      }
    }
    return new RateCard(sku, Plan.plain(meters), rates, asOf);
  }

  List<Rate> rates() {
    return rates;
  }

  List<Metered> metered() {
    return metered;
  }

  Plan plan() {
    return plan;
  }

  /** What is priced. */
  public Sku sku() {
    return sku;
  }

  /** The day that the prices were collected, or that the user set them. */
  public LocalDate asOf() {
    return asOf;
  }

  /** The lowest confidence of the card's figures. */
  public Confidence confidence() {
    return confidence;
  }

  /**
   * The price of each unit of {@code meter} over a month, from its first: what is free, then the
   * tiers. An allowance in money counts as the quantity in {@link #freeAllowance}.
   *
   * @return from 0 upwards without a gap; empty where the card is not billed by the meter
   */
  public List<Tier> unitPrices(Meter meter) {
    return rates.stream()
        .filter(rate -> rate.meter() == meter)
        .findFirst()
        .map(Rate::unitPrices)
        .orElse(List.of());
  }

  /** Who shares the free allowance of {@code meter}; empty where there is none. */
  public Optional<AllowanceScope> allowanceScope(Meter meter) {
    return rates.stream()
        .filter(rate -> rate.meter() == meter)
        .findFirst()
        .flatMap(Rate::allowanceScope);
  }

  /**
   * What {@code call} costs on top of {@code monthToDate}.
   *
   * <p>The free allowance is used up first, then the tiers apply. The costs of a month's calls,
   * each quoted at the position that the ones before it left, sum to the month's bill exactly.
   *
   * @return empty where the month has run, or would run, past the last tier whose price is sourced:
   *     the price there is not known, so treat the target as unpriced
   */
  public Optional<Quote> quote(Call call, Usage monthToDate) {
    return quote(Consumption.of(call, plan), monthToDate);
  }

  /**
   * What the calls of {@code tally} cost together on top of {@code monthToDate}: the sum of their
   * quotes, each at the position that the ones before it left, in whatever order.
   *
   * @return empty where they would run past the last tier whose price is sourced
   */
  public Optional<Quote> quote(Tally tally, Usage monthToDate) {
    return quote(Consumption.of(tally), monthToDate);
  }

  /**
   * What a call costs on average that is drawn from {@code calls}, on top of {@code monthToDate}.
   *
   * @return empty where one of them would run past the last tier whose price is sourced
   */
  public Optional<ExpectedQuote> expectedQuote(CallMix calls, Usage monthToDate) {
    BigDecimal[] usd = new BigDecimal[rates.size()];
    Arrays.fill(usd, BigDecimal.ZERO);
    for (CallMix.Share share : calls.shares()) {
      Optional<Quote> quote = quote(share.call(), monthToDate);
      if (quote.isEmpty()) {
        return Optional.empty();
      }
      for (int i = 0; i < usd.length; i++) {
        BigDecimal each = quote.get().lines().get(i).usd();
        usd[i] = usd[i].add(each.multiply(BigDecimal.valueOf(share.weight())));
      }
    }
    Consumption all = Consumption.of(calls, plan);
    Quote.Line[] lines = new Quote.Line[usd.length];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = line(i, quantity(i, all), usd[i]);
    }
    return Optional.of(
        new ExpectedQuote(Quote.of(List.of(lines), asOf, confidence), calls.weight()));
  }

  /**
   * What {@code month} costs in total on top of what other workloads have used: crosses the free
   * allowance and the tiers wherever they end.
   *
   * @param opening the position that the month begins at
   * @return empty where it runs past the last tier whose price is sourced
   */
  public Optional<Quote> month(MonthProfile month, Usage opening) {
    return quote(Consumption.of(month, plan), opening);
  }

  private Optional<Quote> quote(Consumption more, Usage monthToDate) {
    Quote.Line[] lines = new Quote.Line[rates.size()];
    for (int i = 0; i < lines.length; i++) {
      BigDecimal quantity = quantity(i, more);
      Optional<BigDecimal> usd =
          rates.get(i).marginalUsd(monthToDate.of(rates.get(i).meter()), quantity);
      if (usd.isEmpty()) {
        return Optional.empty();
      }
      lines[i] = line(i, quantity, usd.get());
    }
    return Optional.of(Quote.of(List.of(lines), asOf, confidence));
  }

  private Quote.Line line(int i, BigDecimal quantity, BigDecimal usd) {
    Provenance provenance = rates.get(i).provenance();
    return new Quote.Line(
        rates.get(i).meter(), quantity, usd, provenance.confidence(), provenance.date());
  }

  private BigDecimal quantity(int i, Consumption more) {
    return metered.get(i).each().multiply(more.of(metered.get(i).driver()));
  }

  /** The billed quantities of one call: what it adds to the month-to-date position. */
  public Usage usageOf(Call call) {
    return usageOf(Consumption.of(call, plan));
  }

  /** The billed quantities of several calls. */
  public Usage usageOf(Tally tally) {
    return usageOf(Consumption.of(tally));
  }

  /** The time that {@code call} is billed for, as the plan rounds it; allocates nothing. */
  public long billedMillis(Call call) {
    return plan.billedMillis(call);
  }

  /** The billed quantities of a month. */
  public Usage usageOf(MonthProfile month) {
    return usageOf(Consumption.of(month, plan));
  }

  private Usage usageOf(Consumption more) {
    Usage usage = Usage.NONE;
    for (int i = 0; i < rates.size(); i++) {
      usage = usage.plus(rates.get(i).meter(), quantity(i, more));
    }
    return usage;
  }

  /**
   * What each month gives for nothing, per meter: the opening balance of an account whose free tier
   * other workloads have used up.
   *
   * <p>It counts an allowance that a price list holds as a first tier at zero. Google gives
   * processor and memory time as money at tier 1 prices; in a tier 2 region the quantity which that
   * buys is rounded up to a millionth of the unit. A meter whose price is zero throughout has no
   * allowance.
   */
  public Usage freeAllowance() {
    Usage free = Usage.NONE;
    for (Rate rate : rates) {
      free = free.plus(rate.meter(), rate.freeQuantity());
    }
    return free;
  }
}

package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
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
 * <p>Immutable. {@link #quote} does no I/O and takes about a microsecond.
 */
public final class RateCard {
  private static final BigDecimal GB_SECONDS_PER_MIB_MILLI =
      BigDecimal.ONE.divide(new BigDecimal(1024 * 1000));
  private static final BigDecimal SECONDS_PER_MILLI = BigDecimal.valueOf(1, 3);
  private static final BigDecimal GIB_PER_BYTE = BigDecimal.ONE.divide(new BigDecimal(1 << 30));
  private static final int GB_PER_BYTE_SCALE = 9;
  private static final Provenance.Source SET_BY_THE_USER =
      new Provenance.Source("set by the user", null, "as configured");

  private final Sku sku;
  private final Plan plan;
  private final List<Rate> rates;
  private final LocalDate asOf;
  private final Confidence confidence;
  private final BigDecimal gbSecondsPerMilli;
  private final BigDecimal vcpuSecondsPerMilli;

  RateCard(Sku sku, Plan plan, List<Rate> rates, LocalDate asOf) {
    this.sku = sku;
    this.plan = plan;
    this.rates = List.copyOf(rates);
    this.asOf = asOf;
    Confidence lowest = Confidence.HIGH;
    for (Rate rate : rates) {
      lowest = lowest.and(rate.provenance().confidence());
    }
    this.confidence = lowest;
    this.gbSecondsPerMilli =
        GB_SECONDS_PER_MIB_MILLI.multiply(
            BigDecimal.valueOf(plan.memory().billedMib(sku.memoryMib())));
    this.vcpuSecondsPerMilli = SECONDS_PER_MILLI.multiply(sku.vcpus());
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
    Provenance provenance = new Provenance(Confidence.HIGH, asOf, List.of(SET_BY_THE_USER));
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
   * What {@code call} costs on top of {@code monthToDate}.
   *
   * <p>The free allowance is used up first, then the tiers apply. The costs of a month's calls,
   * each quoted at the position that the ones before it left, sum to the month's bill exactly.
   *
   * @return empty where the month has run, or would run, past the last tier whose price is sourced:
   *     the price there is not known, so treat the target as unpriced
   */
  public Optional<Quote> quote(Call call, Usage monthToDate) {
    long billedMillis = plan.billedMillis(call);
    Quote.Line[] lines = new Quote.Line[rates.size()];
    BigDecimal totalUsd = BigDecimal.ZERO;
    for (int i = 0; i < lines.length; i++) {
      Rate rate = rates.get(i);
      BigDecimal quantity = quantity(rate.meter(), billedMillis, call.responseBytes());
      Optional<BigDecimal> usd = rate.marginalUsd(monthToDate.of(rate.meter()), quantity);
      if (usd.isEmpty()) {
        return Optional.empty();
      }
      lines[i] = new Quote.Line(rate.meter(), quantity, usd.get());
      totalUsd = totalUsd.add(usd.get());
    }
    return Optional.of(new Quote(totalUsd, List.of(lines), asOf, confidence));
  }

  /** The billed quantities of one call: what it adds to the month-to-date position. */
  public Usage usageOf(Call call) {
    long billedMillis = plan.billedMillis(call);
    Usage usage = Usage.NONE;
    for (Rate rate : rates) {
      usage = usage.plus(rate.meter(), quantity(rate.meter(), billedMillis, call.responseBytes()));
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

  private BigDecimal quantity(Meter meter, long billedMillis, long responseBytes) {
    return switch (meter) {
      case REQUESTS -> BigDecimal.ONE;
      case GB_SECONDS, GIB_SECONDS -> gbSecondsPerMilli.multiply(BigDecimal.valueOf(billedMillis));
      case VCPU_SECONDS -> vcpuSecondsPerMilli.multiply(BigDecimal.valueOf(billedMillis));
      case EGRESS_GB -> BigDecimal.valueOf(responseBytes, GB_PER_BYTE_SCALE);
      case EGRESS_GIB -> GIB_PER_BYTE.multiply(BigDecimal.valueOf(responseBytes));
    };
  }
}

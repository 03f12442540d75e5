package dev.wayfare.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RateCard} at one month-to-date position, for the hot path: what a call costs as a whole
 * number of pico-dollars (10⁻¹² USD), without allocating.
 *
 * <p>A bill is a straight line between two bounds (the allowance's end, a tier's end), and nearly
 * every call stays on the line that it begins on. So this holds one price for a call, one for a
 * millisecond and one for a byte, each a whole number of 2⁻³² pico-dollars, and how far they hold.
 * A call that would run past that is quoted exactly, and allocates.
 *
 * <p>A quote differs from the exact one by at most 1.5 pico-dollars and one more for each 2³³ of
 * its milliseconds and bytes together. Sum exact quotes, not these.
 *
 * <p>Immutable. It is right at its position alone: make another as the month goes on.
 */
public final class PicoCard {
  /** {@value}: the answer where the price is not known. */
  public static final long UNPRICED = -1;

  private static final int FRACTION_BITS = 32;
  private static final int PICO_DIGITS = 12;
  private static final BigInteger LARGEST_PRODUCT = BigInteger.ONE.shiftLeft(61 + FRACTION_BITS);
  private static final BigInteger LARGEST_PRICE = BigInteger.ONE.shiftLeft(62);

  /** Two days: as long as a {@link Call} with its environment's start can be. */
  private static final long MOST_MILLIS = Duration.ofDays(2).toMillis();

  private static final long MOST_BYTES = 1L << 40;

  private final RateCard card;
  private final Plan plan;
  private final Usage position;
  private final long perCallPico;
  private final long perMilli;
  private final long perByte;
  private final long mostMillis;
  private final long mostBytes;

  private PicoCard(RateCard card, Usage position, Line calls, Line millis, Line bytes) {
    this.card = card;
    this.plan = card.plan();
    this.position = position;
    this.perCallPico = rounded(calls.price, 1);
    this.perMilli = millis.price;
    this.perByte = bytes.price;
    this.mostMillis = calls.most < 1 ? -1 : millis.most;
    this.mostBytes = bytes.most;
  }

  /** The quotes of {@code card} at {@code position}. */
  public static PicoCard of(RateCard card, Usage position) {
    return new PicoCard(
        card,
        position,
        line(card, position, Driver.CALLS, 1),
        line(card, position, Driver.BILLED_MILLIS, MOST_MILLIS),
        line(card, position, Driver.RESPONSE_BYTES, MOST_BYTES));
  }

  /**
   * What a call costs, in pico-dollars, rounded to the nearest; or {@link #UNPRICED} where the
   * month is, or the call would run, past the last tier whose price is sourced.
   *
   * @param handlerNanos from the request's arrival at the function to its answer, 0 to 24 hours
   * @param initNanos the environment's start, 0 to 24 hours
   * @param responseBytes what leaves towards the caller, 0 or more
   * @throws IllegalArgumentException where one is out of its bounds and it matters
   * @throws ArithmeticException where the call costs more than 9,223,372 USD
   */
  public long picoUsd(long handlerNanos, long initNanos, long responseBytes) {
    long millis = plan.billedMillis(handlerNanos, initNanos);
    boolean inBounds = (handlerNanos | initNanos | responseBytes) >= 0;
    if (!inBounds || millis > mostMillis || responseBytes > mostBytes) {
      return exactly(handlerNanos, initNanos, responseBytes);
    }
    return perCallPico + rounded(perMilli, millis) + rounded(perByte, responseBytes);
  }

  /**
   * Whether this and {@code other}, which is the same card's at another position, quote the same
   * for each call that is no greater than this one: it stays on their lines, and these are as
   * steep.
   *
   * @param handlerNanos see {@link #picoUsd}
   * @param initNanos see {@link #picoUsd}
   * @param responseBytes see {@link #picoUsd}
   */
  public boolean quotesLike(PicoCard other, long handlerNanos, long initNanos, long responseBytes) {
    long millis = plan.billedMillis(handlerNanos, initNanos);
    return card == other.card
        && perCallPico == other.perCallPico
        && perMilli == other.perMilli
        && perByte == other.perByte
        && millis <= Math.min(mostMillis, other.mostMillis)
        && responseBytes <= Math.min(mostBytes, other.mostBytes);
  }

  private long exactly(long handlerNanos, long initNanos, long responseBytes) {
    Call call =
        new Call(Duration.ofNanos(handlerNanos), Duration.ofNanos(initNanos), responseBytes);
    Optional<Quote> quote = card.quote(call, position);
    return quote.isEmpty()
        ? UNPRICED
        : quote
            .get()
            .totalUsd()
            .movePointRight(PICO_DIGITS)
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
  }

  /** {@code price * count} without its fraction, rounded to the nearest. */
  private static long rounded(long price, long count) {
    long low = price * count;
    long whole = Math.multiplyHigh(price, count) << (Long.SIZE - FRACTION_BITS);
    return (whole | low >>> FRACTION_BITS) + (low >>> (FRACTION_BITS - 1) & 1);
  }

  /**
   * The prices of all meters that one driver moves.
   *
   * @param price of one step, in 2⁻³² pico-dollars
   * @param most so many steps cost this each; below 1 where not even one does
   */
  private record Line(long price, long most) {}

  private static Line line(RateCard card, Usage position, Driver driver, long most) {
    BigDecimal usd = BigDecimal.ZERO;
    BigDecimal reach = BigDecimal.valueOf(most);
    List<Metered> metered = card.metered();
    for (int i = 0; i < metered.size(); i++) {
      BigDecimal each = metered.get(i).each();
      if (metered.get(i).driver() != driver || each.signum() == 0) {
        continue;
      }
      Rate rate = card.rates().get(i);
      Optional<Rate.Slope> slope = rate.slopeAt(position.of(rate.meter()));
      usd = usd.add(slope.map(Rate.Slope::priceUsd).orElse(BigDecimal.ZERO).multiply(each));
      reach = reach.min(slope.map(at -> steps(at.reach(), each, most)).orElse(BigDecimal.ZERO));
    }
    return line(usd, reach.toBigInteger());
  }

  private static Line line(BigDecimal usd, BigInteger reach) {
    BigInteger price =
        usd.movePointRight(PICO_DIGITS)
            .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(FRACTION_BITS)))
            .setScale(0, RoundingMode.HALF_UP)
            .toBigInteger();
    if (price.compareTo(LARGEST_PRICE) > 0) {
      return new Line(0, 0);
    }
    BigInteger most = price.signum() == 0 ? reach : reach.min(LARGEST_PRODUCT.divide(price));
    return new Line(price.longValueExact(), most.longValueExact());
  }

  /** How many whole steps {@code reach} is enough for. */
  private static BigDecimal steps(@Nullable BigDecimal reach, BigDecimal each, long most) {
    return reach == null ? BigDecimal.valueOf(most) : reach.divide(each, 0, RoundingMode.FLOOR);
  }
}

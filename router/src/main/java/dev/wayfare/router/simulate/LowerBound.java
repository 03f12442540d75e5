package dev.wayfare.router.simulate;

import dev.wayfare.pricing.Meter;
import dev.wayfare.pricing.RateCard;
import dev.wayfare.pricing.Tally;
import dev.wayfare.pricing.Tier;
import dev.wayfare.pricing.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A lower bound of what it costs to give each of many requests to one of its options, where what an
 * option costs depends on how much else its account has used.
 *
 * <p>It is a Lagrangian dual. Let request r use the quantity q(c,m,r) of meter m on card c, and let
 * p(c,m,x) be what c charges for a unit at the position x of its account in its month. All requests
 * on an account move along one position; so whatever is assigned to whom and in whatever order, the
 * account pays for a meter the integral of p(c,m,x) over what is used of it, c being the card of
 * the request that uses the unit at x. For any numbers s(c,m) the cost is therefore
 *
 * <pre>
 *     sum over r of [ sum over m of s(c,m) q(c,m,r), for the card c that r is assigned to ]
 *   + sum over accounts and meters of [ integral of p(c,m,x) - s(c,m) over what is used ]
 * </pre>
 *
 * and at least what it is with the least sum among each request's options, and with the least
 * integral, over any quantity, of the least p(c,m,x) - s(c,m) among the account's cards. That is
 * the bound, for allowances, rising and falling tiers alike. Prices are constant between the ends
 * of tiers, so the least integral ends at one of these. Where a price does not change within the
 * month, s = p loses nothing; elsewhere one s after the other is put where the bound is highest.
 * What the bound does not see is that the allowance of a month is used up by its first requests:
 * where prices change within a month that has one, the bound may be far too low.
 *
 * <p>Arithmetic is in doubles, whose error is far below what the bound is used for.
 */
final class LowerBound {
  private static final int MOST_SWEEPS = 20;
  private static final int HALVINGS = 60;
  private static final double CLOSE = 1e-6;

  private final Collection<Pool> pools;

  LowerBound(Collection<Pool> pools) {
    this.pools = List.copyOf(pools);
  }

  /**
   * Requests that are alike.
   *
   * @param count how many
   * @param options where each may go, at least one
   */
  record Request(double count, List<Option> options) {
    Request {
      options = List.copyOf(options);
    }
  }

  /** One card that a request could be billed by, and for what. */
  record Option(Column column, double billedMillis, double responseBytes) {
    double usd() {
      return column.perCall + column.perMilli * billedMillis + column.perByte * responseBytes;
    }
  }

  /** A card in one month. */
  static final class Column {
    private final List<Line> lines = new ArrayList<>();
    private double perCall;
    private double perMilli;
    private double perByte;

    Column(RateCard card) {
      Usage call = card.usageOf(new Tally(1, 0, 0));
      Usage milli = card.usageOf(new Tally(0, 1, 0));
      Usage aByte = card.usageOf(new Tally(0, 0, 1));
      for (Meter meter : Meter.values()) {
        List<Tier> prices = card.unitPrices(meter);
        if (!prices.isEmpty()) {
          lines.add(
              new Line(
                  meter,
                  prices,
                  call.of(meter).doubleValue(),
                  milli.of(meter).doubleValue(),
                  aByte.of(meter).doubleValue()));
        }
      }
    }

    private void addUp() {
      perCall = 0;
      perMilli = 0;
      perByte = 0;
      for (Line line : lines) {
        perCall += line.usd * line.eachCall;
        perMilli += line.usd * line.eachMilli;
        perByte += line.usd * line.eachByte;
      }
    }
  }

  /** One meter of a card: its real prices, and the one that requests are weighed by. */
  private static final class Line {
    private final Meter meter;
    private final List<Tier> prices;
    private final double eachCall;
    private final double eachMilli;
    private final double eachByte;
    private final double highestUsd;
    private double usd;

    Line(Meter meter, List<Tier> prices, double eachCall, double eachMilli, double eachByte) {
      this.meter = meter;
      this.prices = prices;
      this.eachCall = eachCall;
      this.eachMilli = eachMilli;
      this.eachByte = eachByte;
      this.highestUsd =
          prices.stream().mapToDouble(tier -> tier.priceUsd().doubleValue()).max().orElse(0);
    }

    double usdAt(double position) {
      for (Tier tier : prices) {
        if (tier.upTo() == null || position < tier.upTo().doubleValue()) {
          return tier.priceUsd().doubleValue();
        }
      }
      return prices.getLast().priceUsd().doubleValue();
    }

    double quantity(double calls, double millis, double bytes) {
      return eachCall * calls + eachMilli * millis + eachByte * bytes;
    }
  }

  /** The cards of one account in one month. */
  static final class Pool {
    private final Usage opening;
    private final List<Column> columns = new ArrayList<>();
    private double calls;
    private double millis;
    private double bytes;

    Pool(Usage opening) {
      this.opening = opening;
    }

    Column add(RateCard card) {
      Column column = new Column(card);
      columns.add(column);
      return column;
    }

    /** Weighs by the real prices, at the month's beginning or where all requests would end it. */
    private void weigh(boolean atEnd) {
      for (Column column : columns) {
        for (Line line : column.lines) {
          line.usd = line.usdAt(atEnd ? end(line) : opening.of(line.meter).doubleValue());
        }
      }
    }

    private double end(Line line) {
      return opening.of(line.meter).doubleValue() + line.quantity(calls, millis, bytes);
    }

    /** Whether the real price is another one anywhere within reach: else it is the best weight. */
    private boolean changes(Line line) {
      double from = opening.of(line.meter).doubleValue();
      return line.prices.stream().anyMatch(tier -> endsWithin(tier, from, end(line)));
    }

    private static boolean endsWithin(Tier tier, double from, double to) {
      double end = tier.to().map(BigDecimal::doubleValue).orElse(Double.MAX_VALUE);
      return end > from && end < to;
    }

    /** A request might be billed here. */
    void mayBeUsed(double billedMillis, double responseBytes) {
      calls++;
      millis += billedMillis;
      bytes += responseBytes;
    }

    /** The least integrals, over all meters. */
    private double leastUsd() {
      double sum = 0;
      for (Meter meter : Meter.values()) {
        List<Line> lines = lines(meter);
        if (!lines.isEmpty()) {
          sum += leastUsd(lines, opening.of(meter).doubleValue());
        }
      }
      return sum;
    }

    private List<Line> lines(Meter meter) {
      return columns.stream()
          .flatMap(column -> column.lines.stream())
          .filter(line -> line.meter == meter)
          .toList();
    }

    private double leastUsd(List<Line> lines, double from) {
      double most =
          lines.stream().mapToDouble(line -> line.quantity(calls, millis, bytes)).max().orElse(0);
      TreeSet<Double> ends = new TreeSet<>();
      for (Line line : lines) {
        line.prices.stream()
            .filter(tier -> tier.upTo() != null)
            .forEach(tier -> ends.add(tier.to().orElseThrow().doubleValue()));
      }
      ends.add(from + most);
      double sum = 0;
      double least = 0;
      double at = from;
      for (double end : ends.subSet(from, false, from + most, true)) {
        double cheapest = Double.POSITIVE_INFINITY;
        for (Line line : lines) {
          cheapest = Math.min(cheapest, line.usdAt(at) - line.usd);
        }
        sum += cheapest * (end - at);
        least = Math.min(least, sum);
        at = end;
      }
      return least;
    }
  }

  /**
   * The best bound that is found for {@code requests}, in US dollars. The weights that gave it stay
   * for {@link #usd}.
   */
  double bestUsd(Collection<Request> requests) {
    List<Line> changing = changing();
    double[] weights = {};
    double best = Double.NEGATIVE_INFINITY;
    for (boolean atEnd : new boolean[] {false, true}) {
      pools.forEach(pool -> pool.weigh(atEnd));
      double found = climbed(requests, changing);
      if (found > best) {
        best = found;
        weights = changing.stream().mapToDouble(line -> line.usd).toArray();
      }
    }
    for (int i = 0; i < weights.length; i++) {
      changing.get(i).usd = weights[i];
    }
    return best;
  }

  /** One weight after the other is put where the bound is highest, until that gains nothing. */
  private double climbed(Collection<Request> requests, List<Line> changing) {
    double best = usd(requests);
    for (int i = 0; i < MOST_SWEEPS; i++) {
      double before = best;
      for (Line line : changing) {
        best = Math.max(best, climbed(requests, line, best));
      }
      if (best - before <= CLOSE * Math.abs(best)) {
        break;
      }
    }
    return best;
  }

  /** The bound is concave in each weight, so thirds without the highest point can be left out. */
  private double climbed(Collection<Request> requests, Line line, double best) {
    double kept = line.usd;
    double low = 0;
    double high = line.highestUsd;
    for (int i = 0; i < HALVINGS; i++) {
      double third = (high - low) / 3;
      if (usd(requests, line, low + third) < usd(requests, line, high - third)) {
        low += third;
      } else {
        high -= third;
      }
    }
    double found = usd(requests, line, (low + high) / 2);
    if (found <= best) {
      line.usd = kept;
    }
    return found;
  }

  private double usd(Collection<Request> requests, Line line, double weight) {
    line.usd = weight;
    return usd(requests);
  }

  /** The bound for {@code requests} with the weights as they are, in US dollars. */
  double usd(Collection<Request> requests) {
    double sum = 0;
    for (Pool pool : pools) {
      pool.columns.forEach(Column::addUp);
      sum += pool.leastUsd();
    }
    for (Request request : requests) {
      double least = Double.POSITIVE_INFINITY;
      for (Option option : request.options) {
        least = Math.min(least, option.usd());
      }
      sum += least * request.count;
    }
    return sum;
  }

  private List<Line> changing() {
    List<Line> changing = new ArrayList<>();
    for (Pool pool : pools) {
      for (Column column : pool.columns) {
        column.lines.stream().filter(pool::changes).forEach(changing::add);
      }
    }
    return changing;
  }
}

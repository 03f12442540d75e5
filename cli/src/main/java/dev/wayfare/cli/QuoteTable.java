package dev.wayfare.cli;

import dev.wayfare.pricing.BreakEven;
import dev.wayfare.pricing.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as text of 80 columns; {@code --json} has every digit. */
final class QuoteTable {
  private static final int COLUMNS = 80;
  private static final int MOST_CHANGES = 6;
  private static final int MONEY_DECIMALS = 6;
  private static final BigDecimal SMALL = new BigDecimal("0.001");
  private static final MathContext SMALL_DIGITS = new MathContext(4, RoundingMode.HALF_UP);
  private static final String LINE = "   %-20s %18s %17s  %-6s %s";

  private final QuoteComparison comparison;

  QuoteTable(QuoteComparison comparison) {
    this.comparison = comparison;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(LINE.formatted("meter", "billed quantity", "USD a month", "source", "of"));
    for (int i = 0; i < comparison.quotes().size(); i++) {
      addTarget(i + 1, comparison.quotes().get(i), lines);
    }
    if (!comparison.pairs().isEmpty()) {
      lines.add("");
      lines.add("If all requests took the same time, from 1 ms to 15 minutes:");
      comparison.pairs().forEach(pair -> addPair(pair, lines));
    }
    return lines;
  }

  private static void addTarget(int place, TargetQuote each, List<String> lines) {
    Quote quote = each.quote();
    lines.add("%d  %s".formatted(place, each.target().text()));
    LocalDate oldest = quote.asOf();
    for (Quote.Line line : quote.lines()) {
      oldest = line.sourced().isBefore(oldest) ? line.sourced() : oldest;
      lines.add(
          LINE.formatted(
              MonthToDate.id(line.meter()),
              quantity(line.quantity()),
              money(line.usd()),
              id(line.confidence()),
              line.sourced()));
    }
    if (quote.creditUsd().signum() > 0) {
      lines.add(
          LINE.formatted("credit", "", "-" + money(quote.creditUsd()), "", "").stripTrailing());
    }
    lines.add(LINE.formatted("total", "", money(quote.totalUsd()), id(quote.confidence()), oldest));
  }

  private static void addPair(QuoteComparison.Pair pair, List<String> lines) {
    String indent = "   ";
    StringBuilder line =
        new StringBuilder("   %d or %d:".formatted(pair.first() + 1, pair.second() + 1));
    for (String part : parts(pair)) {
      if (line.length() + 1 + part.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(indent + "       ");
      }
      line.append(' ').append(part);
    }
    lines.add(line.toString());
  }

  /** What is never split over two lines. */
  private static List<String> parts(QuoteComparison.Pair pair) {
    List<BreakEven> changes = pair.changes();
    if (changes.isEmpty()) {
      return List.of("no price at any duration");
    }
    if (changes.size() == 1) {
      return List.of(cheaper(pair, changes.getFirst().cheaper()) + " throughout");
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < changes.size() && i < MOST_CHANGES; i++) {
      String end = i + 1 < changes.size() ? "," : "";
      parts.add(
          "from %,d ms %s%s"
              .formatted(
                  changes.get(i).fromMillis(), cheaper(pair, changes.get(i).cheaper()), end));
    }
    if (changes.size() > MOST_CHANGES) {
      parts.add("and %d changes more, up to".formatted(changes.size() - MOST_CHANGES));
      BreakEven last = changes.getLast();
      parts.add("%,d ms: then %s".formatted(last.fromMillis(), cheaper(pair, last.cheaper())));
    }
    return parts;
  }

  private static String cheaper(QuoteComparison.Pair pair, BreakEven.Cheaper cheaper) {
    return switch (cheaper) {
      case FIRST -> Integer.toString(pair.first() + 1);
      case SECOND -> Integer.toString(pair.second() + 1);
      case NEITHER -> "either";
    };
  }

  /** Six decimals; an amount below a thousandth has four digits, however many zeros come first. */
  static String money(BigDecimal usd) {
    BigDecimal small = usd.round(SMALL_DIGITS).stripTrailingZeros();
    return grouped(
        usd.signum() > 0 && usd.compareTo(SMALL) < 0 && small.scale() > MONEY_DECIMALS
            ? small
            : usd.setScale(MONEY_DECIMALS, RoundingMode.HALF_UP));
  }

  private static String quantity(BigDecimal quantity) {
    BigDecimal shown = quantity.setScale(MONEY_DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    return grouped(shown.scale() < 0 ? shown.setScale(0) : shown);
  }

  private static String grouped(BigDecimal number) {
    return String.format(Locale.ROOT, "%,." + number.scale() + "f", number);
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

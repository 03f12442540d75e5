package dev.wayfare.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A month's cost over the requests' duration, as an SVG: one line for each target. */
final class CostPlot {
  private static final int WIDTH = 800;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int HEIGHT = 340;
  private static final int LEGEND_LINE = 20;
  private static final int SAMPLES = 400;
  private static final int Y_TICKS = 5;
  private static final long LEAST_RIGHT_MILLIS = 1_000;

  /** Told apart by the colour-blind too (Okabe and Ito); dashes tell them apart in black. */
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9");

  private static final List<String> DASHES = List.of("none", "9 4", "2 3", "12 3 2 3");

  private final List<TargetQuote> quotes;
  private final List<Long> marks;
  private final long mostMillis;
  private final double mostUsd;
  private final StringBuilder svg = new StringBuilder();

  /**
   * @param quotes what to draw, at least one
   * @param marks durations to draw a mark at, in milliseconds, at least one
   */
  CostPlot(List<TargetQuote> quotes, List<Long> marks) {
    this.quotes = List.copyOf(quotes);
    this.marks = List.copyOf(marks);
    long longest = marks.stream().mapToLong(Long::longValue).max().orElse(1);
    long right = LEAST_RIGHT_MILLIS;
    while (right < longest * 2 && right < QuoteComparison.MOST_MILLIS) {
      right *= 10;
    }
    this.mostMillis = Math.min(right, QuoteComparison.MOST_MILLIS);
    double most = 0;
    for (TargetQuote quote : quotes) {
      long end = quote.longestMillis(mostMillis);
      most = Math.max(most, end == 0 ? 0 : usd(quote, end));
    }
    this.mostUsd = most == 0 ? 1 : niceAbove(most / Y_TICKS) * Y_TICKS;
  }

  /** The whole document. */
  String svg(String title) {
    int height = TOP + HEIGHT + 60 + LEGEND_LINE * quotes.size();
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\">",
        WIDTH, height, WIDTH, height);
    add("<title>%s</title>", escaped(title));
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
    text(LEFT, 22, "start", title);
    text(LEFT, 42, "start", "USD a month");
    addAxes();
    for (int i = 0; i < quotes.size(); i++) {
      addTarget(i);
    }
    add("</svg>");
    return svg.toString();
  }

  private void addAxes() {
    for (int i = 0; i <= Y_TICKS; i++) {
      double usd = mostUsd * i / Y_TICKS;
      line(LEFT, y(usd), WIDTH - RIGHT, y(usd), i == 0 ? "#333" : "#ddd", "none");
      text(LEFT - 8, y(usd) + 4, "end", tick(usd));
    }
    for (long millis = 1; millis <= mostMillis; millis *= 10) {
      line(x(millis), TOP, x(millis), TOP + HEIGHT, millis == 1 ? "#333" : "#ddd", "none");
      text(x(millis), TOP + HEIGHT + 18, "middle", duration(millis));
    }
    for (long mark : marks) {
      if (mark >= 1 && mark <= mostMillis) {
        line(x(mark), TOP, x(mark), TOP + HEIGHT, "#888", "3 3");
      }
    }
    text(
        (LEFT + WIDTH - RIGHT) / 2.0,
        TOP + HEIGHT + 36,
        "middle",
        "duration of every request (dotted: as asked)");
  }

  private void addTarget(int i) {
    TargetQuote quote = quotes.get(i);
    List<String> points = new ArrayList<>();
    for (long millis : samples(quote.longestMillis(mostMillis))) {
      points.add(String.format(Locale.ROOT, "%.1f,%.1f", x(millis), y(usd(quote, millis))));
    }
    String colour = COLOURS.get(i % COLOURS.size());
    String dashes = DASHES.get(i % DASHES.size());
    add(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\""
            + " points=\"%s\"/>",
        colour, dashes, String.join(" ", points));
    double y = TOP + HEIGHT + 60 + LEGEND_LINE * i;
    add(
        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\""
            + " stroke-dasharray=\"%s\"/>",
        LEFT, y - 4, LEFT + 40, y - 4, colour, dashes);
    text(LEFT + 50, y, "start", quote.target().text());
  }

  /** Spread evenly over the logarithmic axis, with both sides of the first steps of 100 ms. */
  private Set<Long> samples(long longest) {
    TreeSet<Long> samples = new TreeSet<>();
    for (int i = 0; i <= SAMPLES; i++) {
      samples.add(Math.round(Math.pow((double) mostMillis, (double) i / SAMPLES)));
    }
    for (long step = 100; step <= 10_000; step += 100) {
      samples.add(step);
      samples.add(step + 1);
    }
    samples.add(longest);
    return new TreeSet<>(samples.headSet(longest, true));
  }

  private double x(long millis) {
    return LEFT
        + (WIDTH - LEFT - RIGHT) * Math.log((double) millis) / Math.log((double) mostMillis);
  }

  private double y(double usd) {
    return TOP + HEIGHT * (1 - usd / mostUsd);
  }

  /** A double is enough to draw with. */
  private static double usd(TargetQuote quote, long millis) {
    return quote.usdAt(millis).map(BigDecimal::doubleValue).orElseThrow();
  }

  private static double niceAbove(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : new double[] {1, 2, 2.5, 5}) {
      if (value <= factor * power) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String tick(double usd) {
    return usd == 0
        ? "0"
        : BigDecimal.valueOf(usd).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private static String duration(long millis) {
    return millis < 1_000 ? millis + " ms" : millis / 1_000 + " s";
  }

  private void line(double x1, double y1, double x2, double y2, String colour, String dashes) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
            + " stroke-dasharray=\"%s\"/>",
        x1, y1, x2, y2, colour, dashes);
  }

  private void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(text));
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is of a library not used here
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

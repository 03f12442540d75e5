package dev.wayfare.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
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

  private final List<TargetQuote> quotes;
  private final List<Long> marks;
  private final long mostMillis;
  private final double mostUsd;

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
    this.mostUsd = most == 0 ? 1 : SvgCanvas.niceAbove(most / Y_TICKS) * Y_TICKS;
  }

  /** The whole document. */
  String svg(String title) {
    int height = TOP + HEIGHT + 60 + LEGEND_LINE * quotes.size();
    SvgCanvas canvas = new SvgCanvas(WIDTH, height, LEFT, title, "USD a month");
    addAxes(canvas);
    for (int i = 0; i < quotes.size(); i++) {
      addTarget(i, canvas);
    }
    return canvas.end();
  }

  private void addAxes(SvgCanvas canvas) {
    for (int i = 0; i <= Y_TICKS; i++) {
      double usd = mostUsd * i / Y_TICKS;
      canvas.line(LEFT, y(usd), WIDTH - RIGHT, y(usd), i == 0 ? "#333" : "#ddd", "none");
      canvas.text(LEFT - 8, y(usd) + 4, "end", SvgCanvas.tick(usd));
    }
    for (long millis = 1; millis <= mostMillis; millis *= 10) {
      canvas.line(x(millis), TOP, x(millis), TOP + HEIGHT, millis == 1 ? "#333" : "#ddd", "none");
      canvas.text(x(millis), TOP + HEIGHT + 18, "middle", duration(millis));
    }
    for (long mark : marks) {
      if (mark >= 1 && mark <= mostMillis) {
        canvas.line(x(mark), TOP, x(mark), TOP + HEIGHT, "#888", "3 3");
      }
    }
    canvas.text(
        (LEFT + WIDTH - RIGHT) / 2.0,
        TOP + HEIGHT + 36,
        "middle",
        "duration of every request (dotted: as asked)");
  }

  private void addTarget(int i, SvgCanvas canvas) {
    TargetQuote quote = quotes.get(i);
    List<String> points = new ArrayList<>();
    for (long millis : samples(quote.longestMillis(mostMillis))) {
      points.add(SvgCanvas.point(x(millis), y(usd(quote, millis))));
    }
    canvas.curve(i, points);
    canvas.legend(i, LEFT, TOP + HEIGHT + 60 + LEGEND_LINE * i, quote.target().text());
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

  private static String duration(long millis) {
    return millis < 1_000 ? millis + " ms" : millis / 1_000 + " s";
  }
}

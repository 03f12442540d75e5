package dev.wayfare.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** An SVG that is drawn line by line, with a plot's usual parts. */
final class SvgCanvas {
  /** Told apart by the colour-blind too (Okabe and Ito); dashes tell them apart in black. */
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9");

  private static final List<String> DASHES = List.of("none", "9 4", "2 3", "12 3 2 3");

  private final StringBuilder svg = new StringBuilder();

  /** A white canvas; the title is written at the top, and {@code unit} below it. */
  SvgCanvas(int width, int height, double left, String title, String unit) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\">",
        width, height, width, height);
    add("<title>%s</title>", escaped(title));
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
    text(left, 22, "start", title);
    text(left, 42, "start", unit);
  }

  /** The whole document; nothing can be drawn after that. */
  String end() {
    add("</svg>");
    return svg.toString();
  }

  void line(double x1, double y1, double x2, double y2, String colour, String dashes) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
            + " stroke-dasharray=\"%s\"/>",
        x1, y1, x2, y2, colour, dashes);
  }

  void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(text));
  }

  /**
   * A curve in the {@code i}th style.
   *
   * @param points by {@link #point}
   */
  void curve(int i, List<String> points) {
    add(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\""
            + " points=\"%s\"/>",
        colour(i), dashes(i), String.join(" ", points));
  }

  static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  /** What the curve in the {@code i}th style is. */
  void legend(int i, double x, double y, String text) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\""
            + " stroke-dasharray=\"%s\"/>",
        x, y - 4, x + 40, y - 4, colour(i), dashes(i));
    text(x + 50, y, "start", text);
  }

  private static String colour(int i) {
    return COLOURS.get(i % COLOURS.size());
  }

  private static String dashes(int i) {
    return DASHES.get(i % DASHES.size());
  }

  /** The least of 1, 2, 2.5 and 5 times a power of ten that is not below {@code value}, above 0. */
  static double niceAbove(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : new double[] {1, 2, 2.5, 5}) {
      if (value <= factor * power) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** A number at an axis. */
  static String tick(double value) {
    return value == 0
        ? "0"
        : BigDecimal.valueOf(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is of a library not used here
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

package dev.wayfare.cli;

import dev.wayfare.router.simulate.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The spend over the time of a simulation, as an SVG: one line for all targets, one for each. */
final class SpendPlot {
  private static final int WIDTH = 800;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int HEIGHT = 340;
  private static final int LEGEND_LINE = 20;
  private static final int TICKS = 5;
  private static final int HOUR_TICKS = 6;
  private static final double PICO = 1e12;

  /** Where a provider is much dearer, its line leaves the picture, so that the others are seen. */
  private static final double MOST_TIMES = 6;

  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final double hours;
  private final double mostUsd;

  SpendPlot(SimulationComparison comparison) {
    outcomes.put("all targets", comparison.all().outcome());
    comparison.single().forEach((provider, it) -> outcomes.put(provider.id() + " alone", it));
    this.hours = (double) comparison.workload().duration().toSeconds() / 3600;
    double bound = usd(comparison.all().outcome()) * MOST_TIMES;
    double most =
        outcomes.values().stream()
            .mapToDouble(SpendPlot::usd)
            .filter(usd -> usd <= bound)
            .max()
            .orElse(0);
    this.mostUsd = most == 0 ? 1 : SvgCanvas.niceAbove(most / TICKS) * TICKS;
  }

  private static double usd(Outcome outcome) {
    return (double) outcome.totalPicoUsd() / PICO;
  }

  /** The whole document. */
  String svg() {
    int height = TOP + HEIGHT + 60 + LEGEND_LINE * outcomes.size();
    SvgCanvas canvas = new SvgCanvas(WIDTH, height, LEFT, "Spend over the time", "USD");
    for (int i = 0; i <= TICKS; i++) {
      double usd = mostUsd * i / TICKS;
      canvas.line(LEFT, y(usd), WIDTH - RIGHT, y(usd), i == 0 ? "#333" : "#ddd", "none");
      canvas.text(LEFT - 8, y(usd) + 4, "end", SvgCanvas.tick(usd));
    }
    double step = SvgCanvas.niceAbove(hours / HOUR_TICKS);
    for (double at = 0; at <= hours; at += step) {
      canvas.line(x(at), TOP, x(at), TOP + HEIGHT, at == 0 ? "#333" : "#ddd", "none");
      canvas.text(x(at), TOP + HEIGHT + 18, "middle", SvgCanvas.tick(at));
    }
    canvas.text((LEFT + WIDTH - RIGHT) / 2.0, TOP + HEIGHT + 36, "middle", "hours");
    int i = 0;
    for (Map.Entry<String, Outcome> entry : outcomes.entrySet()) {
      canvas.curve(i, points(entry.getValue()));
      canvas.legend(i, LEFT, TOP + HEIGHT + 60 + LEGEND_LINE * i, entry.getKey());
      i++;
    }
    return canvas.end();
  }

  /** Up to where the line leaves the picture. */
  private List<String> points(Outcome outcome) {
    List<Long> sums = outcome.picoUsdByPoint();
    List<String> points = new ArrayList<>(List.of(SvgCanvas.point(LEFT, y(0))));
    for (int i = 0; i < sums.size(); i++) {
      double usd = (double) sums.get(i) / PICO;
      double at = hours * (i + 1) / sums.size();
      points.add(SvgCanvas.point(x(at), y(Math.min(usd, mostUsd))));
      if (usd > mostUsd) {
        break;
      }
    }
    return points;
  }

  private double x(double hour) {
    return LEFT + (WIDTH - LEFT - RIGHT) * hour / hours;
  }

  private double y(double usd) {
    return TOP + HEIGHT * (1 - usd / mostUsd);
  }
}

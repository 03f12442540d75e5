package dev.wayfare.cli;

import dev.wayfare.pricing.PicoUsd;
import dev.wayfare.router.simulate.Outcome;
import dev.wayfare.router.simulate.Purpose;
import dev.wayfare.router.simulate.Simulation;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A comparison as text of 80 columns; {@code --json} has every digit. */
final class SimulationTable {
  private static final int DECIMALS = 6;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double PERCENT = 100;
  private static final String LINE = "%-18s %14s %9s %9s %11s %11s";

  private SimulationTable() {}

  static List<String> lines(SimulationComparison comparison) {
    Simulation.Result all = comparison.all();
    Outcome outcome = all.outcome();
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "%,d requests in %d h of virtual time from %s,",
            outcome.requests(),
            comparison.workload().duration().toHours(),
            comparison.workload().start()));
    lines.add(
        format(
            "%d router%s, seed %d, prices of %s, without taxes",
            comparison.workload().replicas(),
            comparison.workload().replicas() == 1 ? "" : "s",
            comparison.seed(),
            comparison.prices()));
    lines.add("");
    lines.add(format(LINE, "", "USD", "saved", "failed", "median", "95%"));
    lines.add(line("all targets", outcome, ""));
    comparison
        .single()
        .forEach(
            (provider, single) ->
                lines.add(
                    line(provider.id() + " alone", single, percent(comparison.saving(single)))));
    lines.add("");
    lines.addAll(parts(all));
    return lines;
  }

  private static List<String> parts(Simulation.Result all) {
    Outcome outcome = all.outcome();
    return List.of(
        part("to serve", usd(outcome.picoUsd(Purpose.SERVED)), calls(outcome, Purpose.SERVED)),
        part(
            "to examine", usd(outcome.picoUsd(Purpose.EXAMINED)), calls(outcome, Purpose.EXAMINED)),
        part("to probe", usd(outcome.picoUsd(Purpose.PROBED)), calls(outcome, Purpose.PROBED)),
        part(
            "in hindsight",
            usd(Math.round(all.boundPicoUsd())),
            all.aboveBound().isEmpty()
                ? "the least to serve"
                : "the least to serve; it cost " + percent(all.aboveBound()) + " more"));
  }

  private static String calls(Outcome outcome, Purpose purpose) {
    return format("%,d calls", outcome.charges().getOrDefault(purpose, 0L));
  }

  private static String line(String name, Outcome outcome, String saved) {
    return format(
        LINE,
        name,
        usd(outcome.totalPicoUsd()),
        saved,
        format("%,d", outcome.failed() + outcome.refused()),
        millis(outcome.medianNanos()),
        millis(outcome.p95Nanos()));
  }

  private static String part(String name, String usd, String what) {
    return format("%-18s %14s  %s", name, usd, what);
  }

  private static String usd(long pico) {
    return PicoUsd.usd(pico).setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString();
  }

  private static String percent(OptionalDouble share) {
    return share.isEmpty() ? "-" : format("%.2f%%", share.getAsDouble() * PERCENT);
  }

  private static String millis(long nanos) {
    return format("%.1f ms", (double) nanos / NANOS_PER_MILLI);
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is of a library not used here
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

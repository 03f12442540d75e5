package dev.wayfare.cli;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.simulate.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code wayfare simulate}: what a policy would cost under a workload, and what one cloud would.
 */
@Command(
    name = "simulate",
    description = {
      "Route a workload in virtual time, and compare with each single provider.",
      "",
      "The routers' own code decides, learns and accounts; what calls them and how the targets"
          + " behave is drawn from a seed. Nothing is sent to anybody."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "wayfare simulate --workload examples/simulations/steady.yaml"
          + " --policy examples/simulations/wayfare.yaml --plot spend.svg"
    })
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--workload",
      paramLabel = "FILE",
      required = true,
      description = "Who calls, how the targets behave and what goes wrong, as YAML.")
  private @Nullable Path workload;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      required = true,
      description = "A wayfare.yaml: functions, targets, policies, budgets and accounts.")
  private @Nullable Path policy;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "A price book; default the last good one that wayfare prices refresh has kept, or else"
              + " the one that this version came with.")
  private @Nullable Path prices;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "What is drawn; default ${DEFAULT-VALUE}. Equal seeds give equal results.",
      defaultValue = "1")
  private long seed;

  @Option(names = "--json", description = "Print JSON, whose decimals are strings.")
  private boolean json;

  @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the spend over the time.")
  private @Nullable Path plot;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = commandLine.getOut();
    WayfareConfig config =
        WayfareConfig.read(Objects.requireNonNull(policy), System.getenv(), DeployedTargets.EMPTY);
    Workload calls = Workload.read(Objects.requireNonNull(workload));
    PriceBook book = PriceFile.read(prices, PriceFile.kept(config), commandLine.getErr());
    SimulationComparison comparison = SimulationComparison.of(config, calls, book, seed);
    if (json) {
      out.println(SimulationJson.of(comparison));
    } else {
      SimulationTable.lines(comparison).forEach(out::println);
    }
    if (plot != null) {
      draw(comparison, plot);
    }
    out.flush();
    return 0;
  }

  private static void draw(SimulationComparison comparison, Path file) {
    try {
      Files.writeString(file, new SpendPlot(comparison).svg());
    } catch (IOException e) {
      throw new UserErrorException("--plot cannot write " + file + " (" + e.getMessage() + ")", e);
    }
  }
}

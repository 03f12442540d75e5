package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.Change;
import dev.wayfare.deployer.Wanted;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.deployed.DeployedTargets;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wayfare plan}: what {@code deploy} would do, and what that costs. */
@Command(
    name = "plan",
    description =
        "Show what wayfare deploy would create, change or leave; with --duration, also what a month"
            + " would cost on each target.",
    mixinStandardHelpOptions = true,
    footer = {"", "Changes nothing. Exits 1 if a target could not be looked at."})
final class PlanCommand implements Callable<Integer> {
  @Mixin private DeploymentOptions options = new DeploymentOptions();

  @Mixin private CompileOptions compileOptions = new CompileOptions();

  @ArgGroup(exclusive = false, heading = "For a quote:%n")
  private @Nullable MonthOptions month;

  @Spec private @Nullable CommandSpec spec;

  /** What is planned for a target, in a word and a clause. */
  private record Planned(String id, String verb, String what, @Nullable String usdPerMonth) {
    boolean isFailed() {
      return verb.equals("failed");
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = commandLine.getOut();
    PrintWriter err = commandLine.getErr();
    DeploymentFile file = options.read();
    List<DeploymentFile.Deployable> targets = file.targets(options.ids());
    DeployedTargets state = file.state();
    Optional<MonthQuotes> quotes =
        Optional.ofNullable(month).map(it -> MonthQuotes.of(file.config(), it, err));
    var planned = new ArrayList<Planned>();
    try (var packaging =
            new Packaging(
                file.settings(), Installation.current(), compileOptions, System.getenv(), err);
        var clouds = new Clouds(file.settings())) {
      var wanted = new ArrayList<Wanted>();
      for (DeploymentFile.Deployable target : targets) {
        wanted.add(packaging.wanted(target));
      }
      planned.addAll(AtOnce.each(wanted, each -> planned(each, state, clouds, quotes)));
    }
    planned.addAll(left(file, state));
    if (options.isJson()) {
      out.println(json(planned, quotes.map(MonthQuotes::book)));
    } else {
      print(planned, quotes, out);
    }
    out.flush();
    return planned.stream().anyMatch(Planned::isFailed) ? 1 : 0;
  }

  private static Planned planned(
      Wanted wanted, DeployedTargets state, Clouds clouds, Optional<MonthQuotes> quotes) {
    String usd = quotes.map(it -> it.usd(wanted.id())).orElse(null);
    return Failures.told(
        () ->
            switch (Change.of(wanted, state, clouds.of(wanted.provider()))) {
              case Change.Create _ -> new Planned(wanted.id(), "create", wanted.unit().name(), usd);
              case Change.Update(String what) -> new Planned(wanted.id(), "change", what, usd);
              case Change.EndCanary _ ->
                  new Planned(wanted.id(), "change", "a canary of another release ends", usd);
              case Change.None _ -> new Planned(wanted.id(), "leave", "it is deployed", usd);
              case Change.Refused(String why) -> new Planned(wanted.id(), "failed", why, usd);
            },
        why -> new Planned(wanted.id(), "failed", why, usd));
  }

  /** What was deployed of targets that the file does not have any more. */
  private List<Planned> left(DeploymentFile file, DeployedTargets state) {
    var gone = new TreeSet<>(state.byId().keySet());
    file.config().targets().forEach(target -> gone.remove(target.id()));
    return options.ids().isEmpty()
        ? gone.stream()
            .map(
                id ->
                    new Planned(
                        id,
                        "leave",
                        "it is not in the file any more; wayfare destroy --target %s removes it"
                            .formatted(id),
                        null))
            .toList()
        : List.of();
  }

  private static void print(List<Planned> planned, Optional<MonthQuotes> quotes, PrintWriter out) {
    var lines = new TargetLines(planned.stream().map(Planned::id).toList());
    for (Planned each : planned) {
      lines.print(out, each.id(), "%-7s %s".formatted(each.verb(), each.what()));
      if (each.usdPerMonth() != null) {
        lines.print(out, "", "        " + each.usdPerMonth());
      }
    }
    out.println();
    quotes.ifPresent(it -> out.println(it.heading()));
    out.println(summary(planned));
  }

  private static String summary(List<Planned> planned) {
    if (planned.stream().anyMatch(Planned::isFailed)) {
      return "not every target could be looked at";
    }
    return planned.stream().allMatch(it -> it.verb().equals("leave"))
        ? "wayfare deploy would change nothing"
        : "wayfare deploy does that";
  }

  private static String json(List<Planned> planned, Optional<PriceBook> book) {
    ObjectNode root = new JsonMapper().createObjectNode();
    book.ifPresent(it -> root.put("pricesAsOf", it.asOf().toString()));
    for (Planned each : planned) {
      root.withArray("targets")
          .addObject()
          .put("id", each.id())
          .put("action", each.verb())
          .put("what", each.what())
          .put("month", each.usdPerMonth());
    }
    return root.toPrettyString();
  }
}

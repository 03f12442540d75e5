package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.DeploymentState;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.InvalidStateException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare destroy}: removes what {@code deploy} made. */
@Command(
    name = "destroy",
    description =
        "Remove what wayfare deploy made on all targets, and nothing else; asks first. What"
            + " wayfare bootstrap made stays.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits 1 if something could not be removed, or nobody agreed."})
final class DestroyCommand implements Callable<Integer> {
  @Mixin private DeploymentOptions options = new DeploymentOptions();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Spec private @Nullable CommandSpec spec;

  private record Result(String id, @Nullable String fault) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = commandLine.getOut();
    PrintWriter err = commandLine.getErr();
    DeploymentFile file = options.read();
    try (var state = file.hold();
        var clouds = new Clouds(file.settings())) {
      Map<String, DeployedTarget> deployed = file.deployed(state.now(), options.ids());
      if (deployed.isEmpty()) {
        out.println(options.isJson() ? json(List.of()) : "nothing is deployed");
        out.flush();
        return 0;
      }
      if (!yes && !isAgreed(deployed, err)) {
        err.println("wayfare: nothing was removed; answer yes, or say --yes");
        err.flush();
        return 1;
      }
      deployed.values().forEach(it -> clouds.requireStated(DeploymentFile.provider(it)));
      List<Result> results =
          remove(deployed, state, file.settings().state().timeToBeRead(), clouds, err);
      if (options.isJson()) {
        out.println(json(results));
      } else {
        var lines = new TargetLines(List.copyOf(deployed.keySet()));
        results.forEach(
            it ->
                lines.print(
                    out, it.id(), it.fault() == null ? "removed" : "failed: " + it.fault()));
      }
      out.flush();
      return results.stream().anyMatch(it -> it.fault() != null) ? 1 : 0;
    }
  }

  private static boolean isAgreed(Map<String, DeployedTarget> deployed, PrintWriter err)
      throws IOException {
    var lines = new TargetLines(List.copyOf(deployed.keySet()));
    deployed.forEach(
        (id, target) ->
            lines.print(
                err,
                id,
                "%s %s in %s".formatted(target.provider(), target.name(), target.region())));
    return Question.isAnsweredYes("Remove that for good?", err);
  }

  private static List<Result> remove(
      Map<String, DeployedTarget> deployed,
      DeploymentState state,
      Duration untilKnown,
      Clouds clouds,
      PrintWriter err)
      throws IOException, InterruptedException {
    try {
      // First, so that no request is sent to what is gone; the entry stays until nothing is left.
      deployed.forEach((id, target) -> state.change(id, before -> withoutSlots(target)));
    } catch (InvalidStateException e) {
      String why = "nothing was removed: " + e.getMessage();
      return deployed.keySet().stream().map(id -> new Result(id, why)).toList();
    }
    Thread.sleep(untilKnown); // Also where a run before this one wrote it, perhaps just now.
    var lines = new TargetLines(List.copyOf(deployed.keySet()));
    return AtOnce.each(
        List.copyOf(deployed.entrySet()),
        each -> {
          String id = each.getKey();
          return Failures.told(
              () -> {
                state.require();
                clouds
                    .of(DeploymentFile.provider(each.getValue()))
                    .remove(
                        DeploymentFile.unit(id, each.getValue()),
                        state.guarded(step -> lines.print(err, id, step)));
                state.forget(id);
                return new Result(id, null);
              },
              why -> new Result(id, why));
        });
  }

  private static DeployedTarget withoutSlots(DeployedTarget target) {
    return new DeployedTarget(
        target.function(), target.provider(), target.region(), target.name(), null, null, Map.of());
  }

  private static String json(List<Result> results) {
    ObjectNode root = new JsonMapper().createObjectNode();
    root.withArray("targets");
    for (Result result : results) {
      root.withArray("targets")
          .addObject()
          .put("id", result.id())
          .put("removed", result.fault() == null)
          .put("why", result.fault());
    }
    return root.toPrettyString();
  }
}

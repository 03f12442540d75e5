package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.Outcome;
import dev.wayfare.deployer.Rollback;
import dev.wayfare.router.deployed.DeployedTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wayfare rollback}: back to the version before. */
@Command(
    name = "rollback",
    description =
        "End a canary, or else send each target's requests to the version before, which still is"
            + " where it was: nothing is deployed.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits 1 if a target could not go back. A second rollback undoes the first."})
final class RollbackCommand implements Callable<Integer> {
  @Mixin private DeploymentOptions options = new DeploymentOptions();

  @Spec private @Nullable CommandSpec spec;

  private record Result(String id, Outcome outcome) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    DeploymentFile file = options.read();
    List<Result> results;
    try (var state = file.hold();
        var clouds = new Clouds(file.settings())) {
      var rollback = new Rollback(state);
      List<Map.Entry<String, DeployedTarget>> deployed =
          List.copyOf(file.deployed(state.now(), options.ids()).entrySet());
      results =
          AtOnce.each(
              deployed,
              each ->
                  new Result(
                      each.getKey(),
                      rollback.run(
                          DeploymentFile.unit(each.getKey(), each.getValue()),
                          () -> clouds.of(DeploymentFile.provider(each.getValue())))));
    }
    if (options.isJson()) {
      out.println(json(results));
    } else {
      var lines = new TargetLines(results.stream().map(Result::id).toList());
      results.forEach(it -> lines.print(out, it.id(), words(it.outcome())));
    }
    if (results.isEmpty() && !options.isJson()) {
      out.println("nothing is deployed");
    }
    out.flush();
    return results.stream().anyMatch(it -> it.outcome() instanceof Outcome.Failed) ? 1 : 0;
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Serves _, Outcome.Unchanged _ -> "the version before serves";
      case Outcome.Failed(String why) -> "failed: " + why;
    };
  }

  private static String json(List<Result> results) {
    ObjectNode root = new JsonMapper().createObjectNode();
    root.withArray("targets");
    for (Result result : results) {
      ObjectNode target = root.withArray("targets").addObject().put("id", result.id());
      switch (result.outcome()) {
        case Outcome.Serves _, Outcome.Unchanged _ -> target.put("outcome", "serves");
        case Outcome.Failed(String why) -> target.put("outcome", "failed").put("why", why);
      }
    }
    return root.toPrettyString();
  }
}

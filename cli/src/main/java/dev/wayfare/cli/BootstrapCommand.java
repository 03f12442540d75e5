package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Foundation;
import dev.wayfare.pricing.Provider;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare bootstrap}: makes what the accounts need before anything is deployed. */
@Command(
    name = "bootstrap",
    description =
        "Make what the section deployment names and is not there yet, such as the role that"
            + " functions run as, with the least rights; prints it and asks first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits 1 if something could not be made, or nobody agreed."})
final class BootstrapCommand implements Callable<Integer> {
  @Mixin private DeploymentOptions options = new DeploymentOptions();

  @Option(
      names = "--google-router",
      paramLabel = "EMAIL",
      description =
          "The service account that the router runs as on Google, which is then let in to functions"
              + " that are not public; default nobody.")
  private @Nullable String googleRouter;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = commandLine.getOut();
    PrintWriter err = commandLine.getErr();
    DeploymentFile file = options.read();
    try {
      Map<Provider, Foundation> foundations = foundations(file);
      Map<Provider, List<String>> missing = new TreeMap<>();
      foundations.forEach((provider, it) -> missing.put(provider, it.missing()));
      out.println(options.isJson() ? json(missing) : text(missing));
      out.flush();
      if (missing.values().stream().allMatch(List::isEmpty)) {
        return 0;
      }
      if (!yes && !Question.isAnsweredYes("Make that?", err)) {
        err.println("wayfare: nothing was made; answer yes, or say --yes");
        err.flush();
        return 1;
      }
      var lines = new TargetLines(foundations.keySet().stream().map(Provider::id).toList());
      foundations.forEach((provider, it) -> it.lay(step -> lines.print(err, provider.id(), step)));
      return 0;
    } catch (CloudException e) {
      err.println("wayfare: " + e.sentence());
      err.flush();
      return 1;
    }
  }

  private Map<Provider, Foundation> foundations(DeploymentFile file) {
    Map<Provider, TreeSet<String>> regions = new TreeMap<>();
    file.targets(options.ids())
        .forEach(
            it ->
                regions
                    .computeIfAbsent(it.provider(), provider -> new TreeSet<>())
                    .add(it.unit().region()));
    Map<Provider, Foundation> foundations = new TreeMap<>();
    var clouds = new Clouds(file.settings());
    regions.forEach(
        (provider, in) ->
            foundations.put(provider, clouds.foundation(provider, List.copyOf(in), googleRouter)));
    return foundations;
  }

  private static String text(Map<Provider, List<String>> missing) {
    var lines = new TargetLines(missing.keySet().stream().map(Provider::id).toList());
    var text = new StringBuilder();
    missing.forEach(
        (provider, all) -> {
          for (String each : all.isEmpty() ? List.of("all is there") : all) {
            lines
                .of(provider.id(), each)
                .forEach(line -> text.append(line).append(System.lineSeparator()));
          }
        });
    return text.toString().stripTrailing();
  }

  private static String json(Map<Provider, List<String>> missing) {
    ObjectNode root = new JsonMapper().createObjectNode();
    ObjectNode byProvider = root.putObject("missing");
    missing.forEach(
        (provider, all) -> {
          ArrayNode list = byProvider.putArray(provider.id());
          all.forEach(list::add);
        });
    return root.toPrettyString();
  }
}

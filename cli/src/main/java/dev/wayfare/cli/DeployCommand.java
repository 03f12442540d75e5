package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.DeploymentState;
import dev.wayfare.deployer.Outcome;
import dev.wayfare.deployer.Rollout;
import dev.wayfare.deployer.Steps;
import dev.wayfare.deployer.Traffic;
import dev.wayfare.deployer.Wanted;
import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.deployed.DeployedTargets;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare deploy}: brings every function to its targets, and requests to the functions. */
@Command(
    name = "deploy",
    description =
        "Deploy to all targets at once: each new version is put beside the one that serves, checked"
            + " there, and then gets the target's requests.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Whatever was killed or failed is finished by running the same again. Exits 0 if all targets"
          + " serve what the file says, and 1 if any does not; what served there before still does."
    })
final class DeployCommand implements Callable<Integer> {
  /** Kept here, since the logging system would forget it. */
  private static final Logger ROUTER_LOG = Logger.getLogger("dev.wayfare.router");

  @Mixin private DeploymentOptions options = new DeploymentOptions();

  @Option(
      names = "--canary",
      paramLabel = "SHARES",
      description =
          "The shares of a target's requests that a new version gets one after the other, such as"
              + " 5%%,25%%,100%%; it goes back by itself where it fails more of them than the one"
              + " before. Default all at once.")
  private String canary = "100%";

  @Option(
      names = "--step-time",
      paramLabel = "SECONDS",
      description = "How long each share is watched; default ${DEFAULT-VALUE}.")
  private int stepSeconds = 60;

  @Option(
      names = "--router",
      paramLabel = "URL",
      description =
          "The admin server of a router that tells how a new version does; may be repeated; default"
              + " that of the configuration.")
  private List<String> routers = List.of();

  @Option(
      names = "--golden",
      paramLabel = "DIR",
      description =
          "The folder of golden requests for the check; default golden beside the configuration, or"
              + " else a GET of the function's path.")
  private @Nullable Path golden;

  @Mixin private CompileOptions compileOptions = new CompileOptions();

  @Spec private @Nullable CommandSpec spec;

  private record Deployed(Wanted wanted, Outcome outcome) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = commandLine.getOut();
    PrintWriter err = commandLine.getErr();
    Steps steps = steps();
    DeploymentFile file = options.read();
    List<DeploymentFile.Deployable> targets = file.targets(options.ids());
    ROUTER_LOG.setLevel(Level.SEVERE); // What the check's routers warn of is in what is printed.
    List<Deployed> deployed;
    DeployedTargets state;
    try (var held = file.hold();
        var packaging =
            new Packaging(
                file.settings(), Installation.current(), compileOptions, System.getenv(), err);
        var clouds = new Clouds(file.settings())) {
      RouterTraffic traffic = traffic(file);
      if (!steps.shares().isEmpty() && follows(held.now(), targets)) {
        traffic.requireRouters();
      }
      targets.forEach(it -> clouds.requireStated(it.provider()));
      deployed = deploy(targets, steps, held, packaging, clouds, traffic, err);
      state = held.now();
    }
    if (options.isJson()) {
      out.println(json(deployed, state));
    } else {
      print(deployed, state, out);
    }
    out.flush();
    return deployed.stream().anyMatch(it -> it.outcome() instanceof Outcome.Failed) ? 1 : 0;
  }

  private List<Deployed> deploy(
      List<DeploymentFile.Deployable> targets,
      Steps steps,
      DeploymentState state,
      Packaging packaging,
      Clouds clouds,
      Traffic traffic,
      PrintWriter err)
      throws IOException, InterruptedException {
    var wanted = new ArrayList<Wanted>();
    Map<String, GoldenAnswers> expected = new HashMap<>();
    for (DeploymentFile.Deployable target : targets) {
      wanted.add(packaging.wanted(target));
      expected.computeIfAbsent(
          target.function().name(), name -> answers(target.function(), packaging));
    }
    var rollout =
        new Rollout(
            state,
            new SlotCheck(options.file(), expected, SlotCheck.PAUSE),
            traffic,
            steps,
            InstantSource.system());
    var lines = new TargetLines(wanted.stream().map(Wanted::id).toList());
    return AtOnce.each(
        wanted,
        each ->
            new Deployed(
                each,
                rollout.run(
                    each,
                    () -> clouds.of(each.provider()),
                    step -> lines.print(err, each.id(), step))));
  }

  private GoldenAnswers answers(FunctionConfig function, Packaging packaging) {
    Path folder =
        golden == null ? options.file().toAbsolutePath().resolveSibling("golden") : golden;
    List<GoldenCase> requests =
        golden == null && !Files.isDirectory(folder)
            ? List.of(GoldenCase.front(function.path()))
            : GoldenCase.readAll(folder);
    return GoldenAnswers.of(function, packaging.module(function), requests);
  }

  private Steps steps() {
    if (stepSeconds < 1 || stepSeconds > 86_400) {
      throw new UserErrorException(
          "--step-time takes 1 to 86400 seconds, not %d".formatted(stepSeconds));
    }
    try {
      return Steps.parse(canary, Duration.ofSeconds(stepSeconds));
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          "--canary takes rising shares such as 5%,25%,100%: " + e.getMessage(), e);
    }
  }

  /** Whether a version would follow one that serves. */
  private static boolean follows(DeployedTargets state, List<DeploymentFile.Deployable> targets) {
    return targets.stream()
        .map(it -> state.byId().get(it.id()))
        .anyMatch(it -> it != null && it.serving() != null);
  }

  private RouterTraffic traffic(DeploymentFile file) {
    Address admin = file.config().router().admin();
    List<String> addresses =
        routers.isEmpty()
            ? List.of("http://%s:%d".formatted(inUri(admin.host()), admin.port()))
            : routers;
    return new RouterTraffic(
        addresses.stream().map(DeployCommand::address).toList(),
        file.config().router().adminKey(),
        file.settings().state().timeToBeRead(),
        System::nanoTime);
  }

  private static String inUri(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static URI address(String text) {
    try {
      URI address = URI.create(text);
      if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text, e);
    }
    throw notAnAddress(text, null);
  }

  private static UserErrorException notAnAddress(String text, @Nullable Exception cause) {
    String sentence =
        "--router takes an address such as http://127.0.0.1:9090, not \"%s\"".formatted(text);
    return cause == null
        ? new UserErrorException(sentence)
        : new UserErrorException(sentence, cause);
  }

  private static void print(List<Deployed> deployed, DeployedTargets state, PrintWriter out) {
    var lines = new TargetLines(deployed.stream().map(it -> it.wanted().id()).toList());
    for (Deployed each : deployed) {
      String id = each.wanted().id();
      lines.print(
          out,
          id,
          switch (each.outcome()) {
            case Outcome.Serves _ -> "serves " + endpoint(state, id);
            case Outcome.Unchanged _ -> "unchanged " + endpoint(state, id);
            case Outcome.Failed(String why) -> "failed: " + why;
          });
    }
    if (deployed.stream().allMatch(it -> it.outcome() instanceof Outcome.Unchanged)) {
      out.println("nothing had changed");
    }
  }

  private static String endpoint(DeployedTargets state, String id) {
    return Objects.requireNonNull(state.byId().get(id)).endpoint().map(URI::toString).orElse("");
  }

  private static String json(List<Deployed> deployed, DeployedTargets state) {
    ObjectNode root = new JsonMapper().createObjectNode();
    root.withArray("targets");
    for (Deployed each : deployed) {
      String id = each.wanted().id();
      ObjectNode target = root.withArray("targets").addObject().put("id", id);
      switch (each.outcome()) {
        case Outcome.Serves _ ->
            target.put("outcome", "serves").put("endpoint", endpoint(state, id));
        case Outcome.Unchanged _ ->
            target.put("outcome", "unchanged").put("endpoint", endpoint(state, id));
        case Outcome.Failed(String why) -> target.put("outcome", "failed").put("why", why);
      }
      target.put("release", each.wanted().release().digest());
    }
    return root.toPrettyString();
  }
}

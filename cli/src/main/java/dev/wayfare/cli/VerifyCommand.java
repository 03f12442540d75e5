package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
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

/** {@code wayfare verify}: whether every target answers as the module itself does. */
@Command(
    name = "verify",
    description =
        "Send golden requests to every target that has an endpoint, and compare the answers with"
            + " the module's own, run on this machine.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits 0 if all answers are the same, and 1 if any differs."})
final class VerifyCommand implements Callable<Integer> {
  /** Each has a router of its own for as long as it is asked. */
  private static final int AT_ONCE = 4;

  /** Kept here, since the logging system would forget it. */
  private static final Logger ROUTER_LOG = Logger.getLogger("dev.wayfare.router");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration; default ${DEFAULT-VALUE}.")
  private Path file = Path.of("wayfare.yaml");

  @Option(
      names = "--golden",
      paramLabel = "DIR",
      description = "The folder of golden requests; default golden beside the configuration.")
  private @Nullable Path golden;

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description = "The function; may be left out where there is one.")
  private @Nullable String name;

  @Option(
      names = "--target",
      paramLabel = "ID",
      description = "A target to ask in place of all; may be repeated.")
  private List<String> ids = List.of();

  @Option(
      names = "--live",
      description =
          "The targets are deployed and cost money: send nothing unless all requests together can"
              + " cost no more than --max-usd.")
  private boolean live;

  @Option(
      names = "--max-usd",
      paramLabel = "USD",
      description = "The most that --live may cost; default ${DEFAULT-VALUE}.")
  private BigDecimal maxUsd = BigDecimal.ONE;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private CompileOptions compileOptions = new CompileOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    WayfareConfig config = WayfareConfig.read(file, System.getenv());
    FunctionConfig function = function(config);
    List<TargetConfig> targets = targets(function);
    List<GoldenCase> requests =
        GoldenCase.readAll(
            golden == null ? file.toAbsolutePath().resolveSibling("golden") : golden);
    if (live) {
      BigDecimal most =
          new SpendingCap(maxUsd)
              .require(
                  config,
                  function,
                  targets,
                  requests.size(),
                  PriceFile.of(config, commandLine.getErr()));
      commandLine.getErr().println("at most %s USD".formatted(most.toPlainString()));
    }
    GoldenAnswers own = ownAnswers(function, requests, commandLine.getErr());
    ROUTER_LOG.setLevel(Level.SEVERE); // What it warns of is in what is printed.
    var verification =
        new Verification(
            requests, own.unlikeTheirFiles(), ask(config, function, targets, own.own()));
    PrintWriter out = commandLine.getOut();
    if (json) {
      out.println(verification.json());
    } else {
      verification.lines().forEach(out::println);
    }
    out.flush();
    return verification.isSame() ? 0 : 1;
  }

  private FunctionConfig function(WayfareConfig config) {
    List<FunctionConfig> functions = config.functions();
    if (name == null && functions.size() > 1) {
      throw new UserErrorException(
          "%s has %d functions; name one with --function"
              .formatted(config.file(), functions.size()));
    }
    return functions.stream()
        .filter(function -> name == null || function.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "there is no function \"%s\" in %s".formatted(name, config.file())));
  }

  private List<TargetConfig> targets(FunctionConfig function) {
    for (String id : ids) {
      if (function.targets().stream().noneMatch(target -> target.id().equals(id))) {
        throw new UserErrorException(
            "function %s has no target \"%s\"; take one of %s"
                .formatted(
                    function.name(),
                    id,
                    String.join(", ", function.targets().stream().map(TargetConfig::id).toList())));
      }
    }
    List<TargetConfig> asked =
        function.targets().stream()
            .filter(target -> ids.isEmpty() || ids.contains(target.id()))
            .filter(target -> target.endpoint() != null)
            .toList();
    if (asked.isEmpty()) {
      throw new UserErrorException(
          "no target of function %s that could be asked has an endpoint; add `endpoint:` to one"
              .formatted(function.name()));
    }
    return asked;
  }

  private GoldenAnswers ownAnswers(
      FunctionConfig function, List<GoldenCase> requests, PrintWriter err) {
    Path module = function.module();
    if (module == null) {
      throw new UserErrorException(
          "function %s names no module to compare with; add `module: FILE.wasm`"
              .formatted(function.name()));
    }
    CompiledModule compiled =
        GuestFiles.in(compileOptions.compile(ModuleFile.read(module), err), function.files());
    return GoldenAnswers.of(function, compiled, requests);
  }

  private static List<VerifiedTarget> ask(
      WayfareConfig config,
      FunctionConfig function,
      List<TargetConfig> targets,
      Map<GoldenCase, Answer> expected)
      throws IOException, InterruptedException {
    return AtOnce.each(
        AT_ONCE, targets, target -> VerifiedTarget.ask(config, function, target, expected));
  }
}

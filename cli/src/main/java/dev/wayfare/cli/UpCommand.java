package dev.wayfare.cli;

import dev.wayfare.router.Router;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.config.TargetKey;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.deployed.DeployedTargets;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
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

/** {@code wayfare up}: every cloud on this machine, and the router in front of them. */
@Command(
    name = "up",
    description =
        "Package a module for AWS, Azure, Google and edge, run the packages on this machine, and"
            + " route requests to the cheapest.",
    mixinStandardHelpOptions = true,
    footer = {"", "Runs until Ctrl-C, which ends everything it started."})
final class UpCommand implements Callable<Integer> {
  private static final Path CONFIG_HERE = Path.of("wayfare.yaml");

  @Option(
      names = "--module",
      paramLabel = "FILE.wasm",
      description = "The module to run in place of the one in the configuration.")
  private @Nullable Path module;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration; default ./wayfare.yaml, or else one with a target on each cloud.")
  private @Nullable Path file;

  @Mixin private ListenOptions listen = new ListenOptions();

  @Mixin private CompileOptions compileOptions = new CompileOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    var installation = Installation.current();
    WayfareConfig read = read(installation);
    TargetKey key = TargetKey.drawnFrom(new SecureRandom());
    WayfareConfig config = here(read, key);
    ListenOptions.requireFree(config.router().listener());
    ListenOptions.requireFree(config.router().admin());
    var deployment = new LocalDeployment(installation, compileOptions, out, err);
    try (var closer = new SignalledClose(deployment::close)) {
      WayfareConfig placed = start(deployment, config, closer);
      Router router = Router.start(placed);
      closer.closeFirst(router::close);
      closer.closeFirst(deployment::leave); // A terminal's Ctrl-C reaches them, too.
      router.follow(placed, () -> placedLike(placed, here(read(installation), key)));
      out.println(ListenOptions.readyLine(placed.router(), router));
      out.flush();
      closer.awaitSignal();
    }
    return 0;
  }

  private static WayfareConfig start(
      LocalDeployment deployment, WayfareConfig config, SignalledClose closer)
      throws IOException, InterruptedException {
    try {
      return deployment.start(config);
    } catch (UserErrorException e) {
      if (closer.isSignalled()) {
        closer.awaitSignal(); // No target's fault: all of them are being ended.
      }
      throw e;
    }
  }

  private WayfareConfig here(WayfareConfig read, TargetKey key) {
    return listen
        .apply(read)
        .withLocalKey(key)
        // What a try on this machine would have cost is not what an account has spent.
        .withLedgerOrIn(new LedgerPlace.Memory());
  }

  /** With the endpoints of what runs already; for all else this command must be started again. */
  private static WayfareConfig placedLike(WayfareConfig placed, WayfareConfig next) {
    Map<String, URI> endpoints = new HashMap<>();
    for (FunctionConfig now : placed.functions()) {
      next.functions().stream()
          .filter(now::isSameProgram)
          .flatMap(function -> function.targets().stream())
          .forEach(
              target ->
                  now.targets().stream()
                      .filter(it -> it.id().equals(target.id()) && it.sku().equals(target.sku()))
                      .filter(it -> target.endpoint() == null && it.endpoint() != null)
                      .forEach(it -> endpoints.put(it.id(), it.endpoint())));
    }
    return next.withEndpoints(endpoints);
  }

  private WayfareConfig read(Installation installation) {
    // What is tried on this machine must not go to what is deployed.
    return withModule(
        WayfareConfig.read(configFile(installation), System.getenv(), DeployedTargets.EMPTY));
  }

  private Path configFile(Installation installation) {
    if (file != null) {
      return file;
    }
    return Files.exists(CONFIG_HERE) ? CONFIG_HERE : installation.defaultConfig();
  }

  private WayfareConfig withModule(WayfareConfig config) {
    if (module == null) {
      return config;
    }
    if (config.functions().size() != 1) {
      throw new UserErrorException(
          "--module stands for one function's module, but "
              + config.file()
              + " has "
              + config.functions().size()
              + " functions; name the modules there");
    }
    FunctionConfig only = config.functions().getFirst();
    return config.withFunctions(List.of(only.withModule(module)));
  }
}

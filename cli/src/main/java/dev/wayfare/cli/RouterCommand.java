package dev.wayfare.cli;

import dev.wayfare.router.Router;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wayfare router}: the router alone, in front of targets that run elsewhere. */
@Command(
    name = "router",
    description = "Route requests to targets that are deployed already.",
    mixinStandardHelpOptions = true,
    footer = {"", "It starts sooner with the cache that wayfare aot-cache makes."})
final class RouterCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration; default ${DEFAULT-VALUE}.")
  private Path file = Path.of("wayfare.yaml");

  @Option(
      names = "--rehearse",
      hidden = true,
      description = "Serve a few requests of its own, without --config, and end.")
  private boolean rehearse;

  @Mixin private ListenOptions listen = new ListenOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (rehearse) {
      RouterRehearsal.run(Installation.current(), spec.commandLine().getErr());
      return 0;
    }
    WayfareConfig read = WayfareConfig.read(file, System.getenv());
    WayfareConfig config = listen.apply(read);
    Router router = Router.start(config);
    var closer = new SignalledClose(router::close);
    HangUp.on(router.follow(read, () -> WayfareConfig.read(file, System.getenv())));
    out.println(ListenOptions.readyLine(config.router(), router));
    out.flush();
    closer.awaitSignal();
    return 0;
  }
}

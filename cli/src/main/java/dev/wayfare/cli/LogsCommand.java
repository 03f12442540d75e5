package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.deployer.LogLine;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
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

/** {@code wayfare logs}: what deployed functions wrote. */
@Command(
    name = "logs",
    description =
        "Print what the functions that serve, and canaries, logged at their providers, the oldest"
            + " first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits 1 if a provider did not give them."})
final class LogsCommand implements Callable<Integer> {
  private static final int MOST_MINUTES = 7 * 24 * 60;
  private static final int MOST_LINES = 10_000;

  @Mixin private DeploymentOptions options = new DeploymentOptions();

  @Option(
      names = "--since",
      paramLabel = "MINUTES",
      description = "How far to look back; default ${DEFAULT-VALUE}.")
  private int minutes = 15;

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "The most lines of each function; default ${DEFAULT-VALUE}.")
  private int most = 100;

  @Spec private @Nullable CommandSpec spec;

  private final InstantSource instants = InstantSource.system();

  private record Line(String id, Slot slot, LogLine line) {}

  /**
   * @param fault why there are none; null where they were given
   */
  private record Read(String id, List<Line> lines, @Nullable String fault) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = commandLine.getOut();
    PrintWriter err = commandLine.getErr();
    if (minutes < 1 || minutes > MOST_MINUTES || most < 1 || most > MOST_LINES) {
      throw new UserErrorException(
          "--since takes 1 to %d minutes, and --lines 1 to %d lines"
              .formatted(MOST_MINUTES, MOST_LINES));
    }
    DeploymentFile file = options.read();
    Instant since = instants.instant().minusSeconds(minutes * 60L);
    List<Map.Entry<String, DeployedTarget>> deployed =
        List.copyOf(file.deployed(file.state(), options.ids()).entrySet());
    List<Read> read;
    try (var clouds = new Clouds(file.settings())) {
      read = AtOnce.each(deployed, each -> read(each.getKey(), each.getValue(), clouds, since));
    }
    read.stream()
        .flatMap(it -> it.lines().stream())
        .sorted(Comparator.comparing(it -> it.line().at()))
        .forEach(it -> out.println(options.isJson() ? json(it) : text(it)));
    out.flush();
    boolean isFailed = false;
    for (Read each : read) {
      if (each.fault() != null) {
        err.println("wayfare: %s: %s".formatted(each.id(), each.fault()));
        isFailed = true;
      }
    }
    err.flush();
    return isFailed ? 1 : 0;
  }

  private Read read(String id, DeployedTarget target, Clouds clouds, Instant since) {
    Unit unit = DeploymentFile.unit(id, target);
    return Failures.told(
        () -> {
          var lines = new ArrayList<Line>();
          for (Slot slot : Slot.values()) {
            boolean isCanary = target.canary() != null && target.canary().slot() == slot;
            if (slot == target.serving() || isCanary) {
              clouds
                  .of(DeploymentFile.provider(target))
                  .logs(unit, slot, since, most)
                  .forEach(line -> lines.add(new Line(id, slot, line)));
            }
          }
          return new Read(id, lines, null);
        },
        why -> new Read(id, List.of(), why));
  }

  private static String text(Line line) {
    return "%s %s/%s %s"
        .formatted(line.line().at(), line.id(), line.slot().id(), line.line().text());
  }

  /** One object in a line, as for other logs. */
  private static String json(Line line) {
    return new JsonMapper()
        .createObjectNode()
        .put("at", line.line().at().toString())
        .put("target", line.id())
        .put("slot", line.slot().id())
        .put("text", line.line().text())
        .toString();
  }
}

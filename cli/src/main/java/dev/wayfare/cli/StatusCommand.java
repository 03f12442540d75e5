package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.deployed.Canary;
import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wayfare status}: whether what runs is what was deployed, and what the file says. */
@Command(
    name = "status",
    description =
        "Compare what runs on each target with what was deployed (module, shim, settings), and that"
            + " with what the file says now.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits 1 if anything that runs is not what was deployed."})
final class StatusCommand implements Callable<Integer> {
  private static final int SHORT = 12;

  @Mixin private DeploymentOptions options = new DeploymentOptions();

  @Mixin private CompileOptions compileOptions = new CompileOptions();

  @Spec private @Nullable CommandSpec spec;

  /**
   * A slot of a target.
   *
   * @param traffic what of the target's requests it gets
   * @param deployed what was deployed, as the state says; null for nothing
   * @param fault in what that is not what runs; null where it is
   * @param difference in what that is not what the file says; null where it is
   */
  private record Row(
      String id,
      Slot slot,
      String traffic,
      @Nullable DeployedSlot deployed,
      @Nullable String fault,
      @Nullable String difference) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = commandLine.getOut();
    DeploymentFile file = options.read();
    DeployedTargets state = file.state();
    Map<String, Release> wanted = wanted(file, commandLine.getErr());
    List<Map.Entry<String, DeployedTarget>> deployed =
        List.copyOf(file.deployed(state, options.ids()).entrySet());
    var rows = new ArrayList<Row>();
    try (var clouds = new Clouds(file.settings())) {
      AtOnce.each(deployed, each -> rows(each.getKey(), each.getValue(), clouds, wanted))
          .forEach(rows::addAll);
    }
    if (options.isJson()) {
      out.println(json(rows));
    } else {
      print(rows, out);
    }
    out.flush();
    return rows.stream().anyMatch(it -> it.fault() != null) ? 1 : 0;
  }

  /** What the file says of each target that it still has. */
  private Map<String, Release> wanted(DeploymentFile file, PrintWriter err) throws IOException {
    Map<String, Release> wanted = new HashMap<>();
    try (var packaging =
        new Packaging(
            file.settings(), Installation.current(), compileOptions, System.getenv(), err)) {
      for (DeploymentFile.Deployable target : file.targets(List.of())) {
        if (options.ids().isEmpty() || options.ids().contains(target.id())) {
          wanted.put(target.id(), packaging.wanted(target).release());
        }
      }
    }
    return wanted;
  }

  private static List<Row> rows(
      String id, DeployedTarget target, Clouds clouds, Map<String, Release> wanted) {
    Unit unit = DeploymentFile.unit(id, target);
    var rows = new ArrayList<Row>();
    for (Slot slot : Slot.values()) {
      DeployedSlot deployed = target.slots().get(slot);
      if (deployed == null && target.serving() != null) {
        continue;
      }
      if (deployed == null && slot == Slot.B) {
        continue; // One line says that nothing is there.
      }
      String fault =
          Failures.told(
              () -> fault(deployed, clouds.of(DeploymentFile.provider(target)).holding(unit, slot)),
              why -> why);
      boolean isServing = slot == target.serving();
      rows.add(
          new Row(
              id,
              slot,
              traffic(target, slot),
              deployed,
              fault,
              isServing ? difference(deployed, wanted.get(id)) : null));
    }
    return rows;
  }

  private static String traffic(DeployedTarget target, Slot slot) {
    Canary canary = target.canary();
    if (canary != null && canary.slot() == slot) {
      return "canary";
    }
    return slot == target.serving() ? "serves" : "idle";
  }

  private static @Nullable String fault(@Nullable DeployedSlot deployed, Holding holding) {
    return switch (holding) {
      case Holding.Nothing _ -> deployed == null ? "nothing is deployed" : "it is gone";
      case Holding.Half(String what) -> what;
      case Holding.Foreign(String what) -> what;
      case Holding.Deployed(String release, String module, String shim, URI endpoint) -> {
        if (deployed == null) {
          yield "the state does not know it";
        }
        if (release.equals(deployed.release())) {
          yield endpoint.equals(deployed.endpoint()) ? null : "it has another URL: " + endpoint;
        }
        if (!module.equals(deployed.module())) {
          yield "another module runs: " + shortened(module);
        }
        yield shim.equals(deployed.shim())
            ? "its settings are others"
            : "another shim runs: " + shim;
      }
    };
  }

  private static @Nullable String difference(
      @Nullable DeployedSlot deployed, @Nullable Release wanted) {
    if (wanted == null) {
      return "the file does not have it any more";
    }
    if (deployed == null || deployed.release().equals(wanted.digest())) {
      return null;
    }
    if (!deployed.module().equals(wanted.module())) {
      return "the file has another module: " + shortened(wanted.module());
    }
    return deployed.shim().equals(wanted.shim())
        ? "the file has other settings"
        : "this wayfare has another shim: " + wanted.shim();
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(SHORT, digest.length()));
  }

  private static void print(List<Row> rows, PrintWriter out) {
    var lines = new TargetLines(rows.stream().map(Row::id).toList());
    for (Row row : rows) {
      DeployedSlot deployed = row.deployed();
      lines.print(
          out,
          row.id(),
          deployed == null
              ? "%s  %s".formatted(row.slot().id(), row.fault())
              : "%s  %-6s  module %s  shim %s  %s"
                  .formatted(
                      row.slot().id(),
                      row.traffic(),
                      shortened(deployed.module()),
                      deployed.shim(),
                      row.fault() == null ? "as deployed" : "not as deployed"));
      if (deployed != null && row.fault() != null) {
        lines.print(out, "", row.fault());
      }
      if (row.difference() != null) {
        lines.print(out, "", row.difference() + "; wayfare deploy brings it there");
      }
    }
    if (rows.isEmpty()) {
      out.println("nothing is deployed");
    }
  }

  private static String json(List<Row> rows) {
    ObjectNode root = new JsonMapper().createObjectNode();
    root.withArray("slots");
    for (Row row : rows) {
      ObjectNode each =
          root.withArray("slots")
              .addObject()
              .put("target", row.id())
              .put("slot", row.slot().id())
              .put("traffic", row.traffic());
      DeployedSlot deployed = row.deployed();
      if (deployed != null) {
        each.put("endpoint", deployed.endpoint().toString())
            .put("module", deployed.module())
            .put("shim", deployed.shim())
            .put("release", deployed.release())
            .put("deployed", deployed.deployed().toString());
      }
      each.put("asDeployed", row.fault() == null)
          .put("fault", row.fault())
          .put("difference", row.difference());
    }
    return root.toPrettyString();
  }
}

package dev.wayfare.cli;

import dev.wayfare.deployer.DeploymentState;
import dev.wayfare.deployer.Unit;
import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.DeploymentSettings;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A configuration that says where its functions are deployed.
 *
 * @param config the file, read without the state of what is deployed: who needs that asks for it
 * @param settings its section {@code deployment}
 */
record DeploymentFile(WayfareConfig config, DeploymentSettings settings) {
  private static final System.Logger LOG = System.getLogger(DeploymentFile.class.getName());
  private static final Duration MOST_TO_GIVE_BACK = Duration.ofSeconds(5);

  /**
   * A target that is deployed, with the function that it is of.
   *
   * @param unit what its provider knows it by
   */
  record Deployable(FunctionConfig function, TargetConfig target, Unit unit) {
    String id() {
      return target.id();
    }

    Provider provider() {
      return target.sku().provider();
    }
  }

  /**
   * Reads {@code file}.
   *
   * @throws UserErrorException where it deploys nothing
   */
  static DeploymentFile read(Path file) {
    WayfareConfig config = WayfareConfig.read(file, System.getenv(), DeployedTargets.EMPTY);
    DeploymentSettings settings = config.deployment();
    if (settings == null) {
      throw new UserErrorException(
          "%s does not say where to deploy; add a section `deployment`, see docs/deploy.md"
              .formatted(file));
    }
    return new DeploymentFile(config, settings);
  }

  /** What is deployed, to read. */
  DeployedTargets state() {
    return settings.state().read();
  }

  /** What is deployed, to change; given back at the latest when this process is told to end. */
  DeploymentState hold() {
    String holder =
        "pid %d of %s on %s, run %s"
            .formatted(
                ProcessHandle.current().pid(),
                System.getProperty("user.name"),
                hostName(),
                UUID.randomUUID());
    var held = new CompletableFuture<DeploymentState>();
    var _ = new SignalledClose(() -> giveBack(held));
    try {
      held.complete(DeploymentState.hold(settings.state(), holder));
    } catch (RuntimeException e) {
      held.completeExceptionally(e);
      throw e;
    }
    return held.join();
  }

  /**
   * So that Ctrl-C leaves nobody waiting until a lock runs out, also where it is about to be taken;
   * but nobody waits long for a server.
   */
  private static void giveBack(CompletableFuture<DeploymentState> held) {
    try {
      held.thenAcceptAsync(DeploymentState::close, task -> Thread.ofPlatform().daemon().start(task))
          .get(MOST_TO_GIVE_BACK.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "it was not taken, or not given back", e);
    } catch (TimeoutException e) {
      LOG.log(System.Logger.Level.ERROR, "the lock could not be given back in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  /**
   * The targets that are deployed: all, or those of {@code ids}.
   *
   * @throws UserErrorException where there is none, or an id is not among them
   */
  List<Deployable> targets(List<String> ids) {
    var all = new ArrayList<Deployable>();
    for (FunctionConfig function : config.functions()) {
      for (TargetConfig target : function.targets()) {
        if (target.deployment() != null) {
          all.add(new Deployable(function, target, unit(function.name(), target)));
        }
      }
    }
    refuseEqualNames(all);
    Set<String> known = new TreeSet<>(all.stream().map(Deployable::id).toList());
    if (known.isEmpty()) {
      throw new UserErrorException(
          "%s has no target to deploy: each is of an edge machine or has an `endpoint`"
              .formatted(config.file()));
    }
    refuseOthers(ids, known);
    return all.stream().filter(it -> ids.isEmpty() || ids.contains(it.id())).toList();
  }

  /** As of function api-v2 on target aws, and function api on target v2-aws. */
  private static void refuseEqualNames(List<Deployable> all) {
    Map<List<Object>, String> seen = new HashMap<>();
    for (Deployable each : all) {
      String other =
          seen.put(List.of(each.provider(), each.unit().region(), each.unit().name()), each.id());
      if (other != null) {
        throw new UserErrorException(
            "targets %s and %s would both be %s in %s; give one another id"
                .formatted(other, each.id(), each.unit().name(), each.unit().region()));
      }
    }
  }

  private Unit unit(String function, TargetConfig target) {
    return Unit.of(settings.prefix(), function, target.id(), target.sku().region());
  }

  /**
   * What is deployed, by the state: all, or of the targets {@code ids}.
   *
   * @throws UserErrorException where an id is not among them
   */
  Map<String, DeployedTarget> deployed(DeployedTargets state, List<String> ids) {
    refuseOthers(ids, state.byId().keySet());
    var deployed = new TreeMap<>(state.byId());
    if (!ids.isEmpty()) {
      deployed.keySet().retainAll(ids);
    }
    return deployed;
  }

  /** What the provider knows a target by that was deployed, whatever the file says of it now. */
  static Unit unit(String id, DeployedTarget deployed) {
    return new Unit(id, deployed.function(), deployed.region(), deployed.name());
  }

  /** Whose target was deployed. */
  static Provider provider(DeployedTarget deployed) {
    return Provider.of(deployed.provider())
        .orElseThrow(
            () ->
                new UserErrorException(
                    "the state names the provider %s, which this version does not know; update wayfare"
                        .formatted(deployed.provider())));
  }

  private static void refuseOthers(List<String> ids, Set<String> known) {
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new UserErrorException(
            "there is no deployed target \"%s\"; %s"
                .formatted(
                    id,
                    known.isEmpty()
                        ? "there is none at all"
                        : "take one of " + String.join(", ", known)));
      }
    }
  }
}

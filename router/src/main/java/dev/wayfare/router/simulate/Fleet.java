package dev.wayfare.router.simulate;

import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.TargetAccess;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a simulation: the functions that the workload calls, each as often as it has
 * copies.
 *
 * @param config what the routers are made of
 * @param originals the id in the file of each target's original
 * @param names the functions of each entry of the traffic, in its order
 */
record Fleet(WayfareConfig config, Map<String, String> originals, List<List<String>> names) {
  private static final URI NOWHERE = URI.create("http://simulated.invalid");

  Fleet {
    originals = Map.copyOf(originals);
    names = List.copyOf(names);
  }

  /**
   * @throws InvalidConfigException where the workload names what the configuration has not
   */
  static Fleet of(WayfareConfig config, Workload workload) {
    Map<String, FunctionConfig> byName = new HashMap<>();
    config.functions().forEach(function -> byName.put(function.name(), function));
    List<FunctionConfig> functions = new ArrayList<>();
    Map<String, String> originals = new HashMap<>();
    List<List<String>> names = new ArrayList<>();
    for (Traffic traffic : workload.traffic()) {
      FunctionConfig function = byName.remove(traffic.function());
      if (function == null) {
        throw new InvalidConfigException(
            "the workload calls function \"%s\", which %s has not"
                .formatted(traffic.function(), config.file()));
      }
      List<String> copies = new ArrayList<>();
      for (int i = 1; i <= traffic.copies(); i++) {
        FunctionConfig copy = copy(function, traffic.copies() == 1 ? "" : "#" + i, originals);
        functions.add(copy);
        copies.add(copy.name());
      }
      names.add(List.copyOf(copies));
    }
    requireKnown(workload, new HashSet<>(originals.values()), config);
    return new Fleet(config.withFunctions(functions), originals, names);
  }

  /** The same on one provider alone; empty where a function has no target there. */
  Optional<Fleet> on(Provider provider) {
    List<FunctionConfig> functions = new ArrayList<>();
    for (FunctionConfig function : config.functions()) {
      List<TargetConfig> there =
          function.targets().stream().filter(it -> it.sku().provider() == provider).toList();
      if (there.isEmpty()) {
        return Optional.empty();
      }
      functions.add(function.withTargets(there));
    }
    return Optional.of(new Fleet(config.withFunctions(functions), originals, names));
  }

  private static void requireKnown(Workload workload, Set<String> ids, WayfareConfig config) {
    Set<String> named = new HashSet<>(workload.places().keySet());
    workload.faults().forEach(fault -> named.add(fault.target()));
    named.removeAll(ids);
    if (!named.isEmpty()) {
      throw new InvalidConfigException(
          "the workload names target \"%s\", which none of the functions that it calls has in %s"
              .formatted(named.iterator().next(), config.file()));
    }
  }

  private static FunctionConfig copy(
      FunctionConfig function, String suffix, Map<String, String> originals) {
    List<TargetConfig> targets = new ArrayList<>();
    for (TargetConfig target : function.targets()) {
      String id = target.id() + suffix;
      originals.put(id, target.id());
      targets.add(
          new TargetConfig(
              id,
              target.sku(),
              target.pricesUsd(),
              target.budget(),
              NOWHERE,
              false,
              TargetAccess.OPEN,
              null));
    }
    return new FunctionConfig(
        function.name() + suffix,
        "/" + function.name() + suffix,
        null,
        null,
        Map.of(),
        function.policy().renamed(id -> id + suffix),
        targets);
  }
}

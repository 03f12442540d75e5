package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.shim.host.FunctionHost;
import java.util.HashMap;
import java.util.Map;

/** A function host in this process: what does not start here would start nowhere. */
final class Trial {
  private Trial() {}

  /**
   * The host of a module, configured by this process's environment.
   *
   * @throws UserErrorException if a limit is wrong
   * @throws dev.wayfare.shim.engine.InvalidModuleException if the module cannot be served
   */
  static FunctionHost host(CompiledModule module) {
    return host(module, Map.of());
  }

  /** The same, with {@code variables} beside this process's. */
  static FunctionHost host(CompiledModule module, Map<String, String> variables) {
    var environment = new HashMap<>(System.getenv());
    environment.putAll(variables);
    try {
      return FunctionHost.builder(module.classLoader(), environment).build();
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What happens to the module's guests between two requests, as one clause. */
  static String renewal(CompiledModule module) {
    try (FunctionHost host = host(module)) {
      return host.renewal();
    }
  }

  /** Instantiates the module once, before anything is begun with it. */
  static void run(CompiledModule module) {
    run(module, Map.of());
  }

  /**
   * The same, in the environment that a stand-in will have.
   *
   * @param variables what it has beside this process's
   */
  static void run(CompiledModule module, Map<String, String> variables) {
    host(module, variables).close();
  }
}

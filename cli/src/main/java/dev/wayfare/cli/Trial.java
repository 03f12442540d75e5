package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.shim.host.FunctionHost;

/** A function host in this process: what does not start here would start nowhere. */
final class Trial {
  private Trial() {}

  /**
   * The host of a module, under the limits of this process's environment.
   *
   * @throws UserErrorException if a limit is wrong
   * @throws dev.wayfare.shim.engine.InvalidModuleException if the module cannot be served
   */
  static FunctionHost host(CompiledModule module) {
    try {
      return FunctionHost.ofClassPath(module.classLoader(), System.getenv());
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
    host(module).close();
  }
}

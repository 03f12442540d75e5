package dev.wayfare.shim.abi;

import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleDescription;
import dev.wayfare.shim.engine.ModuleDescription.Imported;
import dev.wayfare.shim.wasi.Wasi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Finds a module's ABI by what it exports, and what keeps it from being served. */
public final class AbiDetector {
  private AbiDetector() {}

  /** Every ABI, the more special before the more general. */
  private static List<Abi> all() {
    return List.of(new HttpHandlerAbi(), new Wagi());
  }

  /**
   * The ABI of a module.
   *
   * @param name the module's name, for the message
   * @throws InvalidModuleException if it exports no entry point of any
   */
  public static Abi detect(String name, ModuleDescription module) {
    for (Abi abi : all()) {
      if (abi.isSpokenBy(module)) {
        return abi;
      }
    }
    throw new InvalidModuleException(
        name
            + " exports neither _start nor handle_request, so there is nothing to call; build it as"
            + " a WASI command (target wasm32-wasi) or as an http-wasm handler");
  }

  /**
   * The ABI of a module that can be served.
   *
   * @param name the module's name, for the message
   * @throws InvalidModuleException if it cannot be, for the first of its {@link #obstacles}
   */
  public static Abi require(String name, ModuleDescription module) {
    Abi abi = detect(name, module);
    List<String> obstacles = obstacles(abi, module);
    if (!obstacles.isEmpty()) {
      throw new InvalidModuleException(
          name + ": " + obstacles.getFirst() + "; wayfare inspect lists all that would stop it");
    }
    return abi;
  }

  /** All that keeps a module of this ABI from being served, a clause each. */
  public static List<String> obstacles(Abi abi, ModuleDescription module) {
    var offered = new HashMap<>(Wasi.types());
    offered.putAll(abi.callTypes());
    var obstacles = new ArrayList<>(abi.faults(module));
    for (Imported imported : module.imports()) {
      String type = offered.get(imported.toString());
      if (type == null) {
        obstacles.add("it imports " + text(imported) + ", which this host does not offer");
      } else if (!type.equals(imported.type())) {
        obstacles.add("it imports " + text(imported) + ", which this host offers as " + type);
      }
    }
    return obstacles;
  }

  private static String text(Imported imported) {
    return imported.type().isEmpty()
        ? imported + " (a " + imported.kind() + ")"
        : imported + " " + imported.type();
  }
}

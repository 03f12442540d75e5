package dev.wayfare.shim.abi;

import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleDescription;

/** Finds a module's ABI by what it exports. */
public final class AbiDetector {
  private AbiDetector() {}

  /** The guest ABIs that are told apart. */
  public enum Kind {
    /** {@code _start} and no {@code handle_request}: a plain program, spoken to as CGI. */
    WAGI("WAGI"),
    /** {@code handle_request}, whatever else there is: the http-wasm handler. */
    HTTP_HANDLER("http-wasm handler");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The name people know it by. */
    public String title() {
      return title;
    }
  }

  /**
   * The ABI of a module.
   *
   * @param name the module's name, for the message
   * @throws InvalidModuleException if it exports neither entry point
   */
  public static Kind detect(String name, ModuleDescription description) {
    if (description.exportsFunction("handle_request")) {
      return Kind.HTTP_HANDLER;
    }
    if (description.exportsFunction("_start", "() -> ()")) {
      return Kind.WAGI;
    }
    if (description.exportsFunction("_start")) {
      throw new InvalidModuleException(
          name + " exports a _start that takes or returns something, so it is no WASI command");
    }
    throw new InvalidModuleException(
        name
            + " exports neither _start nor handle_request, so there is nothing to call; build it"
            + " as a WASI command (target wasm32-wasi)");
  }

  /**
   * Refuses what this host cannot serve.
   *
   * @throws InvalidModuleException saying why
   */
  public static void requireServed(String name, ModuleDescription description) {
    if (detect(name, description) == Kind.HTTP_HANDLER) {
      throw new InvalidModuleException(
          name
              + " exports handle_request (the http-wasm handler ABI), which this version does not"
              + " serve; build it as a WASI command (target wasm32-wasi)");
    }
  }
}

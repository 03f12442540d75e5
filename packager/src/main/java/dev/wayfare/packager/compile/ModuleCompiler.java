package dev.wayfare.packager.compile;

import com.dylibso.chicory.wasm.ChicoryException;
import dev.wayfare.shim.abi.AbiDetector;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleDescription;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Compiles a module to JVM classes, once and ahead of time, so that nothing of a compiler is needed
 * where it runs.
 */
public final class ModuleCompiler {
  /** Raised whenever the same module would give other bytes than before; a test notices. */
  private static final int OUTPUT_VERSION = 2;

  private ModuleCompiler() {}

  /**
   * What becomes of a function that is too large for a JVM method (64 KB of bytecode) and cannot be
   * split.
   */
  public enum TooLarge {
    /** The module is refused, and every such function named. */
    REFUSED,
    /** Those functions are interpreted, which is about a hundred times slower. */
    INTERPRETED
  }

  /**
   * Compiles a module.
   *
   * @param name the file's name, for messages
   * @param wasm the whole file
   * @throws InvalidModuleException if it is no valid module, cannot be served by the function host,
   *     or holds a function that is too large where those are refused
   */
  public static CompiledModule compile(String name, byte[] wasm, TooLarge tooLarge) {
    ModuleDescription description = describe(name, wasm);
    AbiDetector.require(name, description);
    try {
      return new Compilation(name, wasm, tooLarge).run();
    } catch (ChicoryException e) {
      throw new InvalidModuleException(
          name + " cannot be compiled (" + e.getMessage() + "); wayfare inspect tells more", e);
    }
  }

  /**
   * What a module says of itself.
   *
   * @param name the file's name, for the message
   * @throws InvalidModuleException if it is no valid module
   */
  public static ModuleDescription describe(String name, byte[] wasm) {
    try {
      return ModuleDescription.of(wasm);
    } catch (InvalidModuleException e) {
      throw new InvalidModuleException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * What a compilation's result depends on beside the module: the compiler's version and that of
   * what is made with it here.
   */
  public static String version() {
    var properties = new Properties();
    try (InputStream in = ModuleCompiler.class.getResourceAsStream("compiler.properties")) {
      properties.load(Objects.requireNonNull(in, "compiler.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "chicory " + properties.getProperty("chicory") + ", wayfare " + OUTPUT_VERSION;
  }
}

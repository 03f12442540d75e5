package dev.wayfare.shim.contract;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The guest of the contract, compiled: it tells what it was asked, or answers as it was told. */
public final class ContractGuest {
  /** The key by which its host knows the router. */
  public static final String KEY = "contract-router-key";

  /** What its host's environment has: a router is known, and everybody may call. */
  public static final Map<String, String> ENVIRONMENT =
      Map.of("WAYFARE_ROUTER_KEY", KEY, "WAYFARE_CALLERS", "any");

  private static final Path MODULE =
      Path.of("..", "packager", "src", "test", "guests", "contract.wasm");
  private static final CompiledModule COMPILED = compile();

  private ContractGuest() {}

  /** A class path that holds it. */
  public static ClassLoader classPath() {
    return COMPILED.classLoader();
  }

  /** A host that runs it. */
  public static FunctionHost host() {
    return FunctionHost.builder(classPath(), ENVIRONMENT).build();
  }

  private static CompiledModule compile() {
    try {
      return ModuleCompiler.compile(
          "contract.wasm", Files.readAllBytes(MODULE), ModuleCompiler.TooLarge.REFUSED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

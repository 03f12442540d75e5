package dev.wayfare.shim.contract;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The example guest in C, compiled. */
public final class HelloGuest {
  private static final Path MODULE = Path.of("..", "examples", "hello-c", "hello-c.wasm");
  private static final CompiledModule COMPILED = compile();

  private HelloGuest() {}

  /** A class path that holds it. */
  public static ClassLoader classPath() {
    return COMPILED.classLoader();
  }

  /** Writes the files of its class path into a folder, for another process; gives the folder. */
  public static Path write(Path folder) {
    try {
      for (Map.Entry<String, byte[]> file : COMPILED.files().entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.resolveSibling("."));
        Files.write(path, file.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A host that runs it. */
  public static FunctionHost host() {
    return FunctionHost.builder(classPath(), Map.of()).build();
  }

  private static CompiledModule compile() {
    try {
      return ModuleCompiler.compile(
          "hello-c.wasm", Files.readAllBytes(MODULE), ModuleCompiler.TooLarge.REFUSED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

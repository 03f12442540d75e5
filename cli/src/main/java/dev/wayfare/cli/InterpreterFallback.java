package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The option that {@code invoke}, {@code package} and {@code up} share, and what follows from it.
 */
final class InterpreterFallback {
  @Option(
      names = "--interpreter-fallback",
      description =
          "Interpret functions that are too large for the JVM (about 100 times slower) instead of"
              + " refusing the module.")
  private boolean asked;

  /** Compiles a module and names on {@code err} what will be interpreted. */
  CompiledModule compile(ModuleFile module, PrintWriter err) {
    CompiledModule compiled =
        ModuleCompiler.compile(
            module.name(), module.wasm(), asked ? TooLarge.INTERPRETED : TooLarge.REFUSED);
    List<String> interpreted = compiled.interpretedFunctions();
    if (!interpreted.isEmpty()) {
      err.println(
          "warning: interpreted, about 100 times slower: " + String.join(", ", interpreted));
    }
    return compiled;
  }
}

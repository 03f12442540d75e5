package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.FunctionSize;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How {@code invoke}, {@code package} and {@code up} compile, and what they say of it. */
final class CompileOptions {
  @Option(
      names = "--interpreter-fallback",
      description =
          "Interpret functions that are too large for the JVM (10 to 100 times slower) instead of"
              + " refusing the module.")
  private boolean interpreterFallback;

  @Mixin private CacheOptions cache = new CacheOptions();

  /** Compiles a module and names on {@code err} what will be interpreted. */
  CompiledModule compile(ModuleFile module, PrintWriter err) {
    CompiledModule compiled =
        cache
            .open(err)
            .compile(
                module.name(),
                module.wasm(),
                interpreterFallback ? TooLarge.INTERPRETED : TooLarge.REFUSED)
            .module();
    List<FunctionSize> interpreted = compiled.report().interpreted();
    if (!interpreted.isEmpty()) {
      err.println(
          "warning: interpreted, 10 to 100 times slower: "
              + interpreted.stream().map(FunctionSize::function).collect(Collectors.joining(", ")));
    }
    return compiled;
  }
}

package dev.wayfare.cli;

import dev.wayfare.packager.archive.PlatformLimit;
import dev.wayfare.packager.cache.CompileCache;
import dev.wayfare.packager.compile.FunctionSize;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.abi.Abi;
import dev.wayfare.shim.abi.AbiDetector;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleDescription;
import dev.wayfare.shim.engine.ModuleDescription.Imported;
import dev.wayfare.shim.engine.ModuleDescription.MemoryPages;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wayfare inspect}: what a module is, and what would stop it. */
@Command(
    name = "inspect",
    description =
        "Print a module's ABI, imports, exports and memory, what would stop it, and what places"
            + " cannot carry.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exits 0 if the module runs on every target, and 1 if something stops it."})
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE.wasm", description = "The module.")
  private Path file = Path.of("");

  @Mixin private CacheOptions cache = new CacheOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    CompileCache compiler = cache.open(spec.commandLine().getErr());
    ModuleFile module = ModuleFile.read(file);
    ModuleDescription description = ModuleCompiler.describe(module.name(), module.wasm());
    var stops = new ArrayList<String>();
    out.println("module   " + module.name() + ", " + module.wasm().length + " bytes");
    out.println("abi      " + abi(module.name(), description, stops));
    out.println("memory   " + description.memory().map(InspectCommand::memory).orElse("none"));
    out.println("imports  " + description.imports().size());
    description.imports().forEach(each -> out.println("  " + importLine(each)));
    out.println("exports  " + description.exports().size());
    description.exports().forEach(each -> out.println("  " + each.name() + " " + each.kind()));
    compile(compiler, module, stops).forEach(out::println);
    out.println("stops on aws, azure, gcp, edge  " + (stops.isEmpty() ? "nothing" : ""));
    stops.forEach(reason -> out.println("  " + reason));
    out.println("limits of places, of which docs/limits.md has the sources");
    PlatformLimit.all().forEach(limit -> out.println("  " + line(limit)));
    out.flush();
    return stops.isEmpty() ? 0 : 1;
  }

  private static String abi(String name, ModuleDescription description, List<String> stops) {
    try {
      Abi abi = AbiDetector.detect(name, description);
      stops.addAll(AbiDetector.obstacles(abi, description));
      return abi.title();
    } catch (InvalidModuleException e) {
      stops.add(String.valueOf(e.getMessage()));
      return "none";
    }
  }

  private static List<String> compile(
      CompileCache compiler, ModuleFile module, List<String> stops) {
    if (!stops.isEmpty()) {
      return List.of();
    }
    CompileCache.Found found = compiler.compile(module.name(), module.wasm(), TooLarge.INTERPRETED);
    for (FunctionSize function : found.module().report().interpreted()) {
      stops.add(
          "too large to compile: "
              + function
              + "; needs --interpreter-fallback, which runs it 10 to 100 times slower");
    }
    var lines = new ArrayList<String>();
    try {
      lines.add("guests   " + Trial.renewal(found.module()));
    } catch (InvalidModuleException e) {
      stops.add(String.valueOf(e.getMessage()));
    }
    lines.addAll(new CodeSummary(found).lines());
    return lines;
  }

  private static String line(PlatformLimit limit) {
    return String.join(", ", limit.places())
        + ": "
        + limit.what()
        + ": "
        + limit.outcome()
        + (limit.isUndoneByRouter() ? "; arrives behind the router" : "");
  }

  private static String memory(MemoryPages pages) {
    return pages.initial()
        + " pages of 64 KiB at the start, "
        + (pages.maximum() == ModuleDescription.MOST_PAGES
            ? "no maximum"
            : "at most " + pages.maximum());
  }

  private static String importLine(Imported each) {
    return each + " " + each.kind() + (each.type().isEmpty() ? "" : " " + each.type());
  }
}

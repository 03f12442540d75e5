package dev.wayfare.packager.compile;

import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import dev.wayfare.packager.compile.MethodSizes.TooLargeMethodException;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.packager.split.FunctionSplitter;
import dev.wayfare.packager.split.FunctionSplitter.Goal;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleImage;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The compilation of one valid module, including what is done about functions too large for it. */
final class Compilation {
  private final String name;
  private final String sha256;
  private final TooLarge policy;
  private final WasmModule original;

  /** What is compiled: the original, or the same in more functions. */
  private final byte[] wasm;

  private final WasmModule module;
  private final SortedMap<Integer, Integer> split = new TreeMap<>();
  private final SortedMap<Integer, Integer> tooLarge;

  Compilation(String name, byte[] wasm, TooLarge policy) {
    this.name = name;
    this.sha256 = HexFormat.of().formatHex(Digest.of(wasm));
    this.policy = policy;
    this.original = Parser.parse(wasm);
    this.tooLarge = MethodSizes.tooLarge(wasm, original);
    SortedMap<Integer, Goal> goals = SplitPlan.of(wasm, original, tooLarge);
    this.split.putAll(tooLarge);
    this.split.keySet().retainAll(goals.keySet());
    this.tooLarge.keySet().removeAll(goals.keySet());
    this.wasm = FunctionSplitter.split(wasm, goals);
    this.module = goals.isEmpty() ? original : Parser.parse(this.wasm);
  }

  CompiledModule run() {
    CompilerResult result = compile();
    var code = new TreeMap<String, byte[]>();
    result
        .classBytes()
        .forEach((className, bytes) -> code.put(className.replace('.', '/') + ".class", bytes));
    code.put(ModuleImage.SKELETON, Skeleton.of(wasm, module, result.interpretedFunctions()));
    var report =
        new CodeReport(
            named(tooLarge),
            named(split),
            MethodSizes.above(CodeReport.OPTIMIZED_BYTES, result.classBytes(), this::functionName));
    return new CompiledModule(name, sha256, code, report);
  }

  /** Compiles, and takes note of what is too large although nobody suspected it. */
  private CompilerResult compile() {
    while (true) {
      if (policy == TooLarge.REFUSED && !tooLarge.isEmpty()) {
        throw refused();
      }
      try {
        return MethodSizes.compile(module, tooLarge.keySet());
      } catch (TooLargeMethodException e) {
        tooLarge.put(e.function(), e.bytecodeBytes());
      }
    }
  }

  private InvalidModuleException refused() {
    return new InvalidModuleException(
        name
            + " cannot be compiled: a JVM method holds at most "
            + CodeReport.METHOD_BYTES
            + " bytes of bytecode, and more would be needed for "
            + named(tooLarge).stream()
                .map(each -> each.function() + ": " + each.bytecodeBytes())
                .collect(Collectors.joining(", "))
            + "; Wayfare could not split "
            + (tooLarge.size() == 1 ? "it" : "them")
            + ": make "
            + (tooLarge.size() == 1 ? "it" : "them")
            + " smaller (-Os, fewer inlined calls), or let --interpreter-fallback run "
            + (tooLarge.size() == 1 ? "it" : "them")
            + " 10 to 100 times slower");
  }

  private List<FunctionSize> named(Map<Integer, Integer> sizes) {
    return sizes.entrySet().stream()
        .map(each -> new FunctionSize(functionName(each.getKey()), each.getValue()))
        .toList();
  }

  private String functionName(int function) {
    int imported = original.importSection().count(ExternalType.FUNCTION);
    if (function >= imported + original.codeSection().functionBodyCount()) {
      return "a piece of what was split (function " + function + ")";
    }
    String known =
        original.nameSection() == null ? null : original.nameSection().nameOfFunction(function);
    return known == null ? "function " + function : known + " (function " + function + ")";
  }
}

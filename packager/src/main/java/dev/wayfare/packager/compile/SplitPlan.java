package dev.wayfare.packager.compile;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import dev.wayfare.packager.split.FunctionSplitter;
import dev.wayfare.packager.split.FunctionSplitter.Goal;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds out how to split the functions that are too large, so that each compiles. How much bytecode
 * the compiler makes of a part is known only afterwards, so this tries it on a copy that has no
 * other code, first with few large pieces and then with more and smaller ones.
 */
final class SplitPlan {
  /** What is aimed at: what stays of a function, and what a piece gets, in bytes of bytecode. */
  private record Attempt(int keptBytes, int pieceBytes) {}

  /** A piece below {@link CodeReport#OPTIMIZED_BYTES} is one that the JVM optimizes. */
  private static final Attempt[] ATTEMPTS = {
    new Attempt(48_000, 6_500), new Attempt(24_000, 4_000), new Attempt(0, 2_000)
  };

  private final byte[] probe;
  private final WasmModule module;
  private final SortedMap<Integer, Integer> bytecodeBytes;
  private final int firstIndex;

  private SplitPlan(byte[] wasm, WasmModule module, SortedMap<Integer, Integer> bytecodeBytes) {
    this.probe = Skeleton.of(wasm, module, bytecodeBytes.keySet());
    this.module = module;
    this.bytecodeBytes = bytecodeBytes;
    this.firstIndex = module.importSection().count(ExternalType.FUNCTION);
  }

  /**
   * The goals under which every function that has one compiles; functions that cannot be split far
   * enough have none.
   *
   * @param bytecodeBytes the functions that are too large and the size of each
   */
  static SortedMap<Integer, Goal> of(
      byte[] wasm, WasmModule module, SortedMap<Integer, Integer> bytecodeBytes) {
    return bytecodeBytes.isEmpty()
        ? new TreeMap<>()
        : new SplitPlan(wasm, module, bytecodeBytes).find();
  }

  private SortedMap<Integer, Goal> find() {
    var goals = new TreeMap<Integer, Goal>();
    Set<Integer> tooLarge = bytecodeBytes.keySet();
    for (Attempt attempt : ATTEMPTS) {
      tooLarge.forEach(function -> goals.put(function, goal(function, attempt)));
      tooLarge = stillTooLarge(goals);
      if (tooLarge.isEmpty()) {
        return goals;
      }
    }
    goals.keySet().removeAll(tooLarge);
    return goals;
  }

  /**
   * The functions of those goals that do not compile; all of them if it is a piece that does not.
   */
  private Set<Integer> stillTooLarge(Map<Integer, Goal> goals) {
    byte[] pieces = FunctionSplitter.split(probe, goals);
    Set<Integer> tooLarge = MethodSizes.tooLarge(pieces, Parser.parse(pieces)).keySet();
    return goals.keySet().containsAll(tooLarge) ? tooLarge : Set.copyOf(goals.keySet());
  }

  private Goal goal(int function, Attempt attempt) {
    long instructions =
        module.codeSection().getFunctionBody(function - firstIndex).instructions().size();
    int bytes = bytecodeBytes.getOrDefault(function, 1);
    return new Goal(
        (int) (attempt.keptBytes() * instructions / bytes),
        (int) (attempt.pieceBytes() * instructions / bytes));
  }
}

package dev.wayfare.packager.compile;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wayfare.shim.engine.ModuleImage;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;

/** How much bytecode the compiler makes of each function. */
final class MethodSizes {
  /** The compiler's name for the method of a function, before the function's index. */
  private static final String METHOD = "func_";

  /**
   * Fewer instructions than this never filled a method: the compiler makes 2 to 5 bytes of one in
   * all modules that were measured. One that does all the same is found by the compilation proper.
   */
  private static final int SUSPECT_INSTRUCTIONS = 9_000;

  private MethodSizes() {}

  /**
   * The functions that are too large for a JVM method, with the bytes they would take. The compiler
   * stops at the first, and begins again from the module's start, so this is asked of a copy that
   * has no other code than the large functions'.
   */
  static SortedMap<Integer, Integer> tooLarge(byte[] wasm, WasmModule module) {
    SortedMap<Integer, Integer> found = withLargeBranchTables(module);
    Set<Integer> suspects = suspects(module);
    suspects.removeAll(found.keySet());
    if (!suspects.isEmpty()) {
      found.putAll(tooLarge(Parser.parse(Skeleton.of(wasm, module, suspects))));
    }
    return found;
  }

  /**
   * The functions that cannot but be too large, since one of their branch tables alone is. The
   * compiler would find out too, but in a time that grows with the square of the table's length.
   */
  private static SortedMap<Integer, Integer> withLargeBranchTables(WasmModule module) {
    int firstIndex = module.importSection().count(ExternalType.FUNCTION);
    FunctionBody[] bodies = module.codeSection().functionBodies();
    var found = new TreeMap<Integer, Integer>();
    for (int i = 0; i < bodies.length; i++) {
      int most = 0;
      for (AnnotatedInstruction each : bodies[i].instructions()) {
        most = each.opcode() == OpCode.BR_TABLE ? Math.max(most, each.operandCount()) : most;
      }
      if (most * Integer.BYTES > CodeReport.METHOD_BYTES) {
        found.put(firstIndex + i, most * Integer.BYTES);
      }
    }
    return found;
  }

  private static SortedMap<Integer, Integer> tooLarge(WasmModule module) {
    var found = new TreeMap<Integer, Integer>();
    while (true) {
      try {
        compile(module, found.keySet());
        return found;
      } catch (TooLargeMethodException e) {
        found.put(e.function(), e.bytecodeBytes());
      }
    }
  }

  private static Set<Integer> suspects(WasmModule module) {
    int firstIndex = module.importSection().count(ExternalType.FUNCTION);
    FunctionBody[] bodies = module.codeSection().functionBodies();
    var suspects = new HashSet<Integer>();
    for (int i = 0; i < bodies.length; i++) {
      if (bodies[i].instructions().size() >= SUSPECT_INSTRUCTIONS) {
        suspects.add(firstIndex + i);
      }
    }
    return suspects;
  }

  /**
   * Compiles a module but for what is {@code interpreted}.
   *
   * @throws TooLargeMethodException if another function is too large
   * @throws ChicoryException if the module cannot be compiled
   */
  static CompilerResult compile(WasmModule module, Set<Integer> interpreted) {
    try {
      return Compiler.builder(module)
          .withClassName(ModuleImage.MACHINE_CLASS)
          .withClassCollectorFactory(ByteClassCollector::new)
          .withInterpreterFallback(InterpreterFallback.FAIL)
          .withInterpretedFunctions(Set.copyOf(interpreted))
          .build()
          .compile();
    } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
      // No code but the engine's ran: whatever it ends with is about the module.
      MethodTooLargeException cause = cause(e);
      if (cause == null || !cause.getMethodName().startsWith(METHOD)) {
        throw e instanceof ChicoryException engines ? engines : new ChicoryException(failure(e), e);
      }
      throw new TooLargeMethodException(
          Integer.parseInt(cause.getMethodName().substring(METHOD.length())),
          cause.getCodeSize(),
          e);
    }
  }

  private static String failure(Throwable thrown) {
    return switch (thrown) {
      case StackOverflowError e -> "its blocks are nested too deep";
      case OutOfMemoryError e -> "it takes more memory than there is";
      default -> "the compiler fails with " + thrown;
    };
  }

  private static @Nullable MethodTooLargeException cause(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof MethodTooLargeException tooLarge) {
        return tooLarge;
      }
    }
    return null;
  }

  /**
   * The methods that are larger than {@code bytes}, in the module's order: functions by their
   * index, and after them what passes calls on to them, which a module with many functions has.
   *
   * @param names tells a function's name by its index
   */
  static List<FunctionSize> above(
      int bytes, Map<String, byte[]> classes, IntFunction<String> names) {
    var functions = new TreeMap<Integer, FunctionSize>();
    var dispatchers = new TreeMap<String, FunctionSize>();
    classes.forEach(
        (className, content) -> {
          for (MethodModel method : methods(content)) {
            String name = method.methodName().stringValue();
            int size =
                method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
            if (size > bytes && name.startsWith(METHOD)) {
              int function = Integer.parseInt(name.substring(METHOD.length()));
              functions.put(function, new FunctionSize(names.apply(function), size));
            } else if (size > bytes) {
              String simple = className.substring(className.lastIndexOf('.') + 1) + "." + name;
              dispatchers.put(simple, new FunctionSize("dispatch of calls (" + simple + ")", size));
            }
          }
        });
    return Stream.concat(functions.values().stream(), dispatchers.values().stream()).toList();
  }

  private static List<MethodModel> methods(byte[] classFile) {
    return ClassFile.of().parse(classFile).methods();
  }

  /** A function that is too large for a JVM method. */
  static final class TooLargeMethodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int function;
    private final int bytecodeBytes;

    TooLargeMethodException(int function, int bytecodeBytes, Throwable cause) {
      super("function " + function + " takes " + bytecodeBytes + " bytes of bytecode", cause);
      this.function = function;
      this.bytecodeBytes = bytecodeBytes;
    }

    int function() {
      return function;
    }

    int bytecodeBytes() {
      return bytecodeBytes;
    }
  }
}

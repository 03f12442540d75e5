package dev.wayfare.packager.compile;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.wayfare.shim.abi.AbiDetector;
import dev.wayfare.shim.engine.InvalidModuleException;
import dev.wayfare.shim.engine.ModuleDescription;
import dev.wayfare.shim.engine.ModuleImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * Compiles a module to JVM classes, once and ahead of time, so that nothing of a compiler is needed
 * where it runs.
 */
public final class ModuleCompiler {
  private ModuleCompiler() {}

  /** What becomes of a function that is too large for a JVM method (64 KB of bytecode). */
  public enum TooLarge {
    /** The module is refused, and the function named. */
    REFUSED,
    /** That one function is interpreted, which is about a hundred times slower. */
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
    AbiDetector.requireServed(name, description);
    description.unknownImports().stream()
        .findFirst()
        .ifPresent(
            imported -> {
              throw new InvalidModuleException(
                  name
                      + " imports "
                      + imported
                      + " "
                      + imported.type()
                      + ", which this host does not offer; wayfare inspect lists what would stop"
                      + " it");
            });
    WasmModule module = Parser.parse(wasm);
    CompilerResult result = compile(name, module, tooLarge);
    var files = new TreeMap<String, byte[]>();
    result
        .classBytes()
        .forEach((className, bytes) -> files.put(className.replace('.', '/') + ".class", bytes));
    String sha256 = sha256(wasm);
    files.put(ModuleImage.DESCRIPTOR, descriptor(name, sha256));
    files.put(ModuleImage.SKELETON, Skeleton.of(wasm, module, result.interpretedFunctions()));
    List<String> interpreted =
        result.interpretedFunctions().stream()
            .sorted()
            .map(function -> functionName(module, function))
            .toList();
    return new CompiledModule(name, sha256, files, interpreted);
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

  private static CompilerResult compile(String name, WasmModule module, TooLarge tooLarge) {
    try {
      return Compiler.builder(module)
          .withClassName(ModuleImage.MACHINE_CLASS)
          .withClassCollectorFactory(ByteClassCollector::new)
          .withInterpreterFallback(
              switch (tooLarge) {
                case REFUSED -> InterpreterFallback.FAIL;
                case INTERPRETED -> InterpreterFallback.SILENT;
              })
          .build()
          .compile();
    } catch (ChicoryException e) {
      throw new InvalidModuleException(
          name
              + " cannot be compiled ("
              + e.getMessage()
              + "); --interpreter-fallback runs such functions about 100 times slower",
          e);
    }
  }

  private static String functionName(WasmModule module, int function) {
    String name =
        module.nameSection() == null ? null : module.nameSection().nameOfFunction(function);
    return name == null ? "function " + function : name + " (function " + function + ")";
  }

  /** Written by hand: {@link java.util.Properties#store} adds the date. */
  private static byte[] descriptor(String name, String sha256) {
    String text =
        ModuleImage.NAME_KEY
            + "="
            + escaped(name)
            + "\n"
            + ModuleImage.SHA256_KEY
            + "="
            + sha256
            + "\n";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String escaped(String value) {
    var text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > ' ' && c < 0x7f && c != '\\') {
        text.append(c);
      } else {
        text.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return text.toString();
  }

  private static String sha256(byte[] wasm) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wasm));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

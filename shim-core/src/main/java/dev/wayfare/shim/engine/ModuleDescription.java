package dev.wayfare.shim.engine;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MemorySection;
import java.io.ByteArrayInputStream;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a module says of itself: what it wants from its host, and what it offers.
 *
 * @param imports everything it needs, in the module's order
 * @param exports everything it offers, in the module's order
 * @param memory its own memory, if it declares one
 * @param tableEntries how many entries its own tables have at the start, all together
 */
public record ModuleDescription(
    List<Imported> imports,
    List<Exported> exports,
    Optional<MemoryPages> memory,
    long tableEntries) {

  private static final byte COMPONENT_VERSION = 0x0d;

  /** The most pages a memory can have: 4 GiB. */
  public static final int MOST_PAGES = 65536;

  /**
   * Something a module needs from its host.
   *
   * @param module the name space, such as "wasi_snapshot_preview1"
   * @param name the name in it
   * @param kind "function", "memory", "table", "global" or "tag"
   * @param type a function's type, such as "(i32,i32) -> (i32)"; empty for anything else
   */
  public record Imported(String module, String name, String kind, String type) {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /**
   * Something a module offers to its host.
   *
   * @param name its name
   * @param kind "function", "memory", "table", "global" or "tag"
   * @param type a function's type, such as "() -> ()"; empty for anything else
   */
  public record Exported(String name, String kind, String type) {}

  /**
   * The size of a memory in pages of 64 KiB.
   *
   * @param initial pages at the start
   * @param maximum the most it says it will grow to; {@value #MOST_PAGES} where it does not say
   */
  public record MemoryPages(int initial, int maximum) {}

  /** Copies the lists. */
  public ModuleDescription {
    imports = List.copyOf(imports);
    exports = List.copyOf(exports);
  }

  /**
   * Reads a module in the binary format.
   *
   * @param wasm the whole file
   * @throws InvalidModuleException if it is no valid WebAssembly module
   */
  public static ModuleDescription of(byte[] wasm) {
    return of(parse(wasm));
  }

  static ModuleDescription of(WasmModule module) {
    var imports = new ArrayList<Imported>();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      imports.add(imported(module, module.importSection().getImport(i)));
    }
    var exports = new ArrayList<Exported>();
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      exports.add(exported(module, module.exportSection().getExport(i)));
    }
    long tableEntries = 0;
    for (int i = 0; i < module.tableSection().tableCount(); i++) {
      tableEntries += module.tableSection().getTable(i).limits().min();
    }
    return new ModuleDescription(imports, exports, memory(module), tableEntries);
  }

  private static Optional<MemoryPages> memory(WasmModule module) {
    MemorySection section = module.memorySection().orElse(null);
    if (section == null || section.memoryCount() == 0) {
      return Optional.empty();
    }
    MemoryLimits limits = section.getMemory(0).limits();
    return Optional.of(new MemoryPages(limits.initialPages(), limits.maximumPages()));
  }

  /** Whether there is a function of that name to call from outside. */
  public boolean exportsFunction(String name) {
    return export(name, "function") != null;
  }

  /** Whether there is a function of that name and type, such as "() -> ()". */
  public boolean exportsFunction(String name, String type) {
    Exported function = export(name, "function");
    return function != null && function.type().equals(type);
  }

  /** Whether there is a memory of that name. */
  public boolean exportsMemory(String name) {
    return export(name, "memory") != null;
  }

  /** No two exports of a module have the same name. */
  private @Nullable Exported export(String name, String kind) {
    for (Exported each : exports) {
      if (each.name().equals(name) && each.kind().equals(kind)) {
        return each;
      }
    }
    return null;
  }

  /** A type as people write it, such as "(i32,i64) -> ()". */
  static String text(FunctionType type) {
    return type.toString().toLowerCase(Locale.ROOT).replace("nil", "()");
  }

  static WasmModule parse(byte[] wasm) {
    return parse(wasm, Parser.builder());
  }

  /**
   * Reads what the packager wrote once it had read the module itself, so that nothing is left to
   * validate: that would double the time an application's start takes.
   */
  static WasmModule parseValidated(byte[] skeleton) {
    return parse(skeleton, Parser.builder().withValidation(false));
  }

  private static WasmModule parse(byte[] wasm, Parser.Builder parser) {
    requireCoreModule(wasm);
    try {
      LocalsBound.require(wasm);
      return parser.build().parse(() -> new ByteArrayInputStream(wasm));
    } catch (InvalidModuleException e) {
      throw e;
    } catch (ChicoryException e) {
      throw invalid(String.valueOf(e.getMessage()), e);
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw invalid("it ends too early", e);
    } catch (RuntimeException | AssertionError e) {
      // No code but the engine's ran: its parser takes each number for what it should be, and a
      // broken module ends it wherever that leads, such as a null or an array of negative size.
      throw invalid("its parser fails with " + e, e);
    } catch (StackOverflowError e) {
      throw invalid("its blocks are nested too deep", e);
    } catch (OutOfMemoryError e) {
      throw invalid("it takes more memory to read than there is", e);
    }
  }

  private static InvalidModuleException invalid(String reason, Throwable cause) {
    return new InvalidModuleException(
        "this is no valid WebAssembly module (" + reason + ")", cause);
  }

  /** The first eight bytes say what the rest is: "\0asm", then the version. */
  private static void requireCoreModule(byte[] wasm) {
    if (wasm.length < 8 || wasm[0] != 0 || wasm[1] != 'a' || wasm[2] != 's' || wasm[3] != 'm') {
      throw new InvalidModuleException(
          "this is no WebAssembly module (it does not begin with \"\\0asm\"); name a .wasm file");
    }
    if (wasm[4] == COMPONENT_VERSION) {
      throw new InvalidModuleException(
          "this is a WebAssembly component; build a core module (target wasm32-wasi, preview 1)");
    }
  }

  private static Imported imported(WasmModule module, Import each) {
    String type =
        each instanceof FunctionImport function
            ? text(module.typeSection().getType(function.typeIndex()))
            : "";
    return new Imported(each.module(), each.name(), kind(each.importType()), type);
  }

  private static Exported exported(WasmModule module, Export export) {
    String type =
        export.exportType() == ExternalType.FUNCTION
            ? text(functionType(module, export.index()))
            : "";
    return new Exported(export.name(), kind(export.exportType()), type);
  }

  /** Imported functions come first in a module's count of functions. */
  private static FunctionType functionType(WasmModule module, int index) {
    int count = 0;
    for (int i = 0; i < module.importSection().importCount(); i++) {
      if (module.importSection().getImport(i) instanceof FunctionImport function) {
        if (count == index) {
          return module.typeSection().getType(function.typeIndex());
        }
        count++;
      }
    }
    return module.functionSection().getFunctionType(index - count, module.typeSection());
  }

  private static String kind(ExternalType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}

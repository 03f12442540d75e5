package dev.wayfare.shim.engine;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The calls that the host answers, by name and type: all of WASI preview 1. */
final class HostCalls {
  private static final Map<String, String> TYPES = types();

  private HostCalls() {}

  /** Whether the host answers that import, in name and in type. */
  static boolean offers(ModuleDescription.Imported imported) {
    return imported.type().equals(TYPES.get(imported.toString()));
  }

  /** A type as people write it, such as "(i32,i64) -> ()". */
  static String text(FunctionType type) {
    return type.toString().toLowerCase(Locale.ROOT).replace("nil", "()");
  }

  private static Map<String, String> types() {
    try (var wasi = WasiPreview1.builder().withOptions(WasiOptions.builder().build()).build()) {
      Function<ImportFunction, String> name = call -> call.module() + "." + call.name();
      return Arrays.stream(wasi.toHostFunctions())
          .collect(Collectors.toUnmodifiableMap(name, call -> text(call.functionType())));
    }
  }
}

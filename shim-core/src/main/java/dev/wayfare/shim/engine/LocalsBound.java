package dev.wayfare.shim.engine;

import com.dylibso.chicory.wasm.Encoding;
import com.dylibso.chicory.wasm.WasmLimits;
import com.dylibso.chicory.wasm.types.SectionId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Refuses modules whose functions have too many local variables, before they are parsed: a few
 * bytes declare fifty thousand of them, and the engine's parser keeps a reference for each, so that
 * a small file could fill the heap.
 */
final class LocalsBound {
  /** In one function; what other engines take too. */
  private static final int MOST_IN_FUNCTION = WasmLimits.MAX_FUNCTION_LOCALS;

  /** In all functions together: 40 MB of references, many times what the largest programs have. */
  private static final int MOST_IN_MODULE = 10_000_000;

  private final ByteBuffer wasm;
  private long total;

  private LocalsBound(byte[] bytes) {
    this.wasm = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Looks at every function. A module that is broken otherwise is left to the parser.
   *
   * @throws InvalidModuleException if there are too many
   * @throws RuntimeException whatever the engine throws where a number is broken
   */
  static void require(byte[] wasm) {
    new LocalsBound(wasm).requireInSections();
  }

  private void requireInSections() {
    wasm.position(8);
    while (wasm.hasRemaining()) {
      int id = wasm.get();
      long end = Encoding.readVarUInt32(wasm) + wasm.position();
      if (end > wasm.limit()) {
        return;
      }
      if (id == SectionId.CODE) {
        requireInCode();
      }
      wasm.position((int) end);
    }
  }

  private void requireInCode() {
    long functions = Encoding.readVarUInt32(wasm);
    for (long i = 0; i < functions; i++) {
      long end = Encoding.readVarUInt32(wasm) + wasm.position();
      long inFunction = locals();
      total += inFunction;
      if (inFunction > MOST_IN_FUNCTION || total > MOST_IN_MODULE) {
        throw new InvalidModuleException(
            "this module has too many local variables ("
                + (inFunction > MOST_IN_FUNCTION
                    ? "more than " + MOST_IN_FUNCTION + " in a function"
                    : "more than " + MOST_IN_MODULE + " in all functions together")
                + ")");
      }
      if (end > wasm.limit()) {
        return;
      }
      wasm.position((int) end);
    }
  }

  private long locals() {
    long sum = 0;
    long groups = Encoding.readVarUInt32(wasm);
    for (long i = 0; i < groups && sum <= MOST_IN_FUNCTION; i++) {
      sum += Encoding.readVarUInt32(wasm);
      skipType();
    }
    return sum;
  }

  /** One byte, but for a reference to a type that is not an abstract one. */
  private void skipType() {
    int type = wasm.get() & 0xff;
    if (type == 0x63 || type == 0x64) {
      Encoding.readVarSInt32(wasm);
    }
  }
}

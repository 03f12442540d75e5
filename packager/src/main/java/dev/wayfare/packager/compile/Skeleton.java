package dev.wayfare.packager.compile;

import com.dylibso.chicory.wasm.Encoding;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.WasmWriter;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.RawSection;
import com.dylibso.chicory.wasm.types.SectionId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A module without the code that was compiled to classes and without custom sections: what the
 * engine still reads at run time (types, imports, exports, data). It is smaller, and much quicker
 * to parse, since parsing a function's body costs more than all the rest.
 */
final class Skeleton {
  private Skeleton() {}

  static byte[] of(byte[] wasm, WasmModule module, Set<Integer> interpretedFunctions) {
    int firstIndex = module.importSection().count(ExternalType.FUNCTION);
    var writer = new WasmWriter();
    Parser.parseWithoutDecoding(
        wasm,
        section -> {
          if (section.sectionId() == SectionId.CODE) {
            byte[] code = ((RawSection) section).contents();
            writer.writeSection(
                SectionId.CODE, withoutBodies(code, firstIndex, interpretedFunctions));
          } else if (section.sectionId() != SectionId.CUSTOM) {
            writer.writeSection((RawSection) section);
          }
        });
    return writer.bytes();
  }

  private static byte[] withoutBodies(byte[] code, int firstIndex, Set<Integer> kept) {
    ByteBuffer source = ByteBuffer.wrap(code);
    var out = new ByteArrayOutputStream();
    int count = (int) Encoding.readVarUInt32(source);
    WasmWriter.writeVarUInt32(out, count);
    for (int i = 0; i < count; i++) {
      int length = (int) Encoding.readVarUInt32(source);
      if (kept.contains(firstIndex + i)) {
        WasmWriter.writeVarUInt32(out, length);
        out.write(code, source.position(), length);
      } else {
        WasmWriter.writeVarUInt32(out, 3);
        WasmWriter.writeVarUInt32(out, 0);
        out.write(OpCode.UNREACHABLE.opcode());
        out.write(OpCode.END.opcode());
      }
      source.position(source.position() + length);
    }
    return out.toByteArray();
  }
}

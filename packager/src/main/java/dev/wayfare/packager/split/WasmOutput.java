package dev.wayfare.packager.split;

import java.io.ByteArrayOutputStream;

/** Bytes in the making, with the binary format's numbers. */
final class WasmOutput {
  private static final int LOW_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  WasmOutput u8(int value) {
    out.write(value);
    return this;
  }

  WasmOutput unsigned(int value) {
    int rest = value;
    while ((rest & ~LOW_BITS) != 0) {
      out.write((rest & LOW_BITS) | MORE);
      rest >>>= 7;
    }
    out.write(rest);
    return this;
  }

  /** A constant of type i32; not negative. */
  WasmOutput i32Const(int value) {
    out.write(Op.I32_CONST);
    int rest = value;
    while (rest >= 0x40) {
      out.write((rest & LOW_BITS) | MORE);
      rest >>>= 7;
    }
    out.write(rest);
    return this;
  }

  WasmOutput op(int opcode, int immediate) {
    return u8(opcode).unsigned(immediate);
  }

  WasmOutput bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  WasmOutput bytes(byte[] bytes, int from, int to) {
    out.write(bytes, from, to - from);
    return this;
  }

  WasmOutput sized(byte[] content) {
    return unsigned(content.length).bytes(content);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}

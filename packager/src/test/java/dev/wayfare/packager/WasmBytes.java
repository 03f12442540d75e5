package dev.wayfare.packager;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small modules written byte by byte, for what no compiler would make. */
public final class WasmBytes {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final byte[] ONE_TYPE_WITHOUT_PARAMETERS = {1, 0x60, 0, 0};
  private static final byte[] ONE_FUNCTION_OF_IT = {1, 0};
  private static final int TYPES = 1;
  private static final int IMPORTS = 2;
  private static final int FUNCTIONS = 3;
  private static final int MEMORIES = 5;
  private static final int EXPORTS = 7;
  private static final int CODE = 10;
  private static final int DATA = 11;
  private static final int TEXT_AT = 16;

  /** loop, br 0, end. */
  private static final byte[] ENDLESS_LOOP = {0x03, 0x40, 0x0c, 0, 0x0b};

  private WasmBytes() {}

  /** A valid module with nothing in it. */
  public static byte[] empty() {
    return HEADER.clone();
  }

  /** A module that imports one function without parameters. */
  public static byte[] importing(String module, String name) {
    var imports = new ByteArrayOutputStream();
    imports.write(1);
    writeName(imports, module);
    writeName(imports, name);
    imports.writeBytes(new byte[] {0, 0});
    var wasm = start();
    writeSection(wasm, TYPES, ONE_TYPE_WITHOUT_PARAMETERS);
    writeSection(wasm, IMPORTS, imports.toByteArray());
    writeSection(wasm, EXPORTS, export("_start", 0));
    return wasm.toByteArray();
  }

  /**
   * A WASI command whose {@code _start} does nothing, in one statement of more code than a JVM
   * method can hold.
   */
  public static byte[] largeStart() {
    return start(largeBody());
  }

  private static ByteArrayOutputStream largeBody() {
    var body = new ByteArrayOutputStream();
    body.write(0);
    // i32.const 1, and i32.const 1, i32.add again and again, drop
    body.writeBytes(new byte[] {0x41, 1});
    for (int i = 0; i < 60_000; i++) {
      body.writeBytes(new byte[] {0x41, 1, 0x6a});
    }
    body.write(0x1a);
    return body;
  }

  /** A WASI command without a memory, whose {@code _start} is an empty loop without an end. */
  public static byte[] endlessStart() {
    var body = new ByteArrayOutputStream();
    body.write(0);
    body.writeBytes(ENDLESS_LOOP);
    return start(body);
  }

  /** The same loop, after more code than a JVM method can hold. */
  public static byte[] largeEndlessStart() {
    ByteArrayOutputStream body = largeBody();
    body.writeBytes(ENDLESS_LOOP);
    return start(body);
  }

  /** The same in many statements, which can be split. */
  public static byte[] longStart() {
    var body = new ByteArrayOutputStream();
    body.write(0);
    for (int i = 0; i < 40_000; i++) {
      // i32.const 1, i32.const 1, i32.add, drop
      body.writeBytes(new byte[] {0x41, 1, 0x41, 1, 0x6a, 0x1a});
    }
    return start(body);
  }

  private static byte[] start(ByteArrayOutputStream body) {
    body.write(0x0b);
    var code = new ByteArrayOutputStream();
    code.write(1);
    writeUnsigned(code, body.size());
    code.writeBytes(body.toByteArray());
    var wasm = start();
    writeSection(wasm, TYPES, ONE_TYPE_WITHOUT_PARAMETERS);
    writeSection(wasm, FUNCTIONS, ONE_FUNCTION_OF_IT);
    writeSection(wasm, EXPORTS, export("_start", 0));
    writeSection(wasm, CODE, code.toByteArray());
    return wasm.toByteArray();
  }

  /**
   * A WASI command that exits with 0, from a function with more code than a JVM method can hold.
   */
  public static byte[] largeExit() {
    var imports = new ByteArrayOutputStream();
    imports.write(1);
    writeName(imports, "wasi_snapshot_preview1");
    writeName(imports, "proc_exit");
    imports.writeBytes(new byte[] {0, 0});
    var body = new ByteArrayOutputStream();
    body.write(0);
    // One sum, which cannot be split, and is left on the stack by proc_exit(0).
    body.writeBytes(new byte[] {0x41, 1});
    for (int i = 0; i < 40_000; i++) {
      body.writeBytes(new byte[] {0x41, 1, 0x6a});
    }
    body.writeBytes(new byte[] {0x41, 0, 0x10, 0, 0x1a, 0x0b});
    var code = new ByteArrayOutputStream();
    code.write(1);
    writeUnsigned(code, body.size());
    code.writeBytes(body.toByteArray());
    var wasm = start();
    writeSection(wasm, TYPES, new byte[] {2, 0x60, 1, 0x7f, 0, 0x60, 0, 0});
    writeSection(wasm, IMPORTS, imports.toByteArray());
    writeSection(wasm, FUNCTIONS, new byte[] {1, 1});
    writeSection(wasm, EXPORTS, export("_start", 1));
    writeSection(wasm, CODE, code.toByteArray());
    return wasm.toByteArray();
  }

  /** A WASI command that writes {@code text} to its standard output and ends. */
  public static byte[] printing(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var imports = new ByteArrayOutputStream();
    imports.write(1);
    writeName(imports, "wasi_snapshot_preview1");
    writeName(imports, "fd_write");
    imports.writeBytes(new byte[] {0, 0});
    // fd_write(1, the one vector at 0, 1, the count at 8)
    byte[] body = {0, 0x41, 1, 0x41, 0, 0x41, 1, 0x41, 8, 0x10, 0, 0x1a, 0x0b};
    var code = new ByteArrayOutputStream();
    code.write(1);
    writeUnsigned(code, body.length);
    code.writeBytes(body);
    var data = new ByteArrayOutputStream();
    data.writeBytes(new byte[] {1, 0, 0x41, 0, 0x0b});
    writeUnsigned(data, TEXT_AT + bytes.length);
    ByteBuffer vector = ByteBuffer.allocate(TEXT_AT).order(ByteOrder.LITTLE_ENDIAN);
    data.writeBytes(vector.putInt(TEXT_AT).putInt(bytes.length).array());
    data.writeBytes(bytes);
    var wasm = start();
    writeSection(wasm, TYPES, new byte[] {2, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 1, 0x7f, 0x60, 0, 0});
    writeSection(wasm, IMPORTS, imports.toByteArray());
    writeSection(wasm, FUNCTIONS, new byte[] {1, 1});
    writeSection(wasm, MEMORIES, new byte[] {1, 0, 1});
    writeSection(wasm, EXPORTS, export("_start", 1));
    writeSection(wasm, CODE, code.toByteArray());
    writeSection(wasm, DATA, data.toByteArray());
    return wasm.toByteArray();
  }

  private static ByteArrayOutputStream start() {
    var wasm = new ByteArrayOutputStream();
    wasm.writeBytes(HEADER);
    return wasm;
  }

  private static byte[] export(String name, int function) {
    var exports = new ByteArrayOutputStream();
    exports.write(1);
    writeName(exports, name);
    exports.writeBytes(new byte[] {0, (byte) function});
    return exports.toByteArray();
  }

  private static void writeSection(ByteArrayOutputStream wasm, int id, byte[] content) {
    wasm.write(id);
    writeUnsigned(wasm, content.length);
    wasm.writeBytes(content);
  }

  private static void writeName(ByteArrayOutputStream out, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    writeUnsigned(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void writeUnsigned(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}

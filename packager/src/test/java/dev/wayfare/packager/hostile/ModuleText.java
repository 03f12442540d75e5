package dev.wayfare.packager.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** A module written section by section, for what no compiler would make. */
final class ModuleText {
  static final int TYPES = 1;
  static final int FUNCTIONS = 3;
  static final int TABLES = 4;
  static final int MEMORIES = 5;
  static final int TAGS = 13;
  static final int GLOBALS = 6;
  static final int EXPORTS = 7;
  static final int START = 8;
  static final int ELEMENTS = 9;
  static final int DATA_COUNT = 12;
  static final int CODE = 10;
  static final int DATA = 11;

  /** The sections in the order that the format has them, by what comes before what. */
  private static final int[] ORDER = {
    TYPES,
    FUNCTIONS,
    TABLES,
    MEMORIES,
    TAGS,
    GLOBALS,
    EXPORTS,
    START,
    ELEMENTS,
    DATA_COUNT,
    CODE,
    DATA
  };

  private final TreeMap<Integer, byte[]> sections = new TreeMap<>();

  /** A handler with one page of memory whose {@code handle_request} is {@code body}. */
  static ModuleText handler(byte[] body) {
    var text = new ModuleText();
    text.with(TYPES, bytes(3, 0x60, 0, 1, 0x7e, 0x60, 2, 0x7f, 0x7f, 0, 0x60, 0, 0));
    text.with(FUNCTIONS, bytes(3, 0, 1, 2));
    text.with(MEMORIES, bytes(1, 0, 1));
    text.with(
        EXPORTS,
        bytes(3),
        name("memory"),
        bytes(2, 0),
        name("handle_request"),
        bytes(0, 0),
        name("handle_response"),
        bytes(0, 1));
    return text.code(body, bytes(0, 0x0b), bytes(0, 0x0b));
  }

  /** A handler that answers at once. */
  static ModuleText handler() {
    return handler(bytes(0, 0x42, 0, 0x0b));
  }

  /** Replaces a section. */
  ModuleText with(int section, byte[]... parts) {
    sections.put(section, joined(parts));
    return this;
  }

  /** Replaces all code: {@code handle_request}, {@code handle_response}, and a third function. */
  ModuleText code(byte[]... bodies) {
    var code = new ByteArrayOutputStream();
    code.writeBytes(number(bodies.length));
    for (byte[] body : bodies) {
      code.writeBytes(number(body.length));
      code.writeBytes(body);
    }
    return with(CODE, code.toByteArray());
  }

  byte[] wasm() {
    var wasm = new ByteArrayOutputStream();
    wasm.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    for (int id : ORDER) {
      byte[] section = sections.get(id);
      if (section != null) {
        wasm.write(id);
        wasm.writeBytes(number(section.length));
        wasm.writeBytes(section);
      }
    }
    return wasm.toByteArray();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] repeated(int times, byte[] part) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] name(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return joined(number(utf8.length), utf8);
  }

  /** An unsigned LEB128 number of 32 bits. */
  static byte[] number(long value) {
    var out = new ByteArrayOutputStream();
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }
}

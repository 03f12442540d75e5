package dev.wayfare.packager.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One section of a module. */
final class Section {
  static final int TYPES = 1;
  static final int IMPORTS = 2;
  static final int FUNCTIONS = 3;
  static final int CODE = 10;

  private static final int HEADER_BYTES = 8;

  private final int id;
  private final byte[] content;

  Section(int id, byte[] content) {
    this.id = id;
    this.content = content;
  }

  int id() {
    return id;
  }

  /** What it holds; not to be changed. */
  byte[] content() {
    return content;
  }

  static List<Section> read(byte[] wasm) {
    var sections = new ArrayList<Section>();
    var cursor = new Cursor(wasm, HEADER_BYTES);
    while (!cursor.atEnd()) {
      int id = cursor.u8();
      int length = cursor.unsigned();
      int from = cursor.position();
      sections.add(new Section(id, Arrays.copyOfRange(wasm, from, from + length)));
      cursor.skip(length);
    }
    return sections;
  }

  static byte[] write(byte[] wasm, List<Section> sections) {
    var out = new WasmOutput().bytes(wasm, 0, HEADER_BYTES);
    sections.forEach(section -> out.u8(section.id()).sized(section.content()));
    return out.toByteArray();
  }
}

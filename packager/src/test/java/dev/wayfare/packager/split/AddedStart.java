package dev.wayfare.packager.split;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Gives a module an entry point that does nothing, so that a library can be compiled like a program
 * and its own functions called.
 */
public final class AddedStart {
  private static final int EXPORTS = 7;
  private static final byte[] TYPE = {0x60, 0, 0};
  private static final byte[] BODY = {2, 0, 0x0b};

  private AddedStart() {}

  /**
   * The module, its other functions, types and exports where they were.
   *
   * @param wasm a module without imports that has functions and exports
   */
  public static byte[] to(byte[] wasm) {
    List<Section> sections = Section.read(wasm);
    int type = count(sections, Section.TYPES);
    int function = count(sections, Section.FUNCTIONS);
    byte[] export =
        new WasmOutput()
            .sized("_start".getBytes(StandardCharsets.US_ASCII))
            .u8(0)
            .unsigned(function)
            .toByteArray();
    return Section.write(
        wasm,
        sections.stream()
            .map(
                section ->
                    switch (section.id()) {
                      case Section.TYPES -> longer(section, TYPE);
                      case Section.FUNCTIONS ->
                          longer(section, new WasmOutput().unsigned(type).toByteArray());
                      case EXPORTS -> longer(section, export);
                      case Section.CODE -> longer(section, BODY);
                      default -> section;
                    })
            .toList());
  }

  private static int count(List<Section> sections, int id) {
    return sections.stream()
        .filter(section -> section.id() == id)
        .mapToInt(section -> new Cursor(section.content(), 0).unsigned())
        .sum();
  }

  private static Section longer(Section section, byte[] entry) {
    byte[] content = section.content();
    var cursor = new Cursor(content, 0);
    int count = cursor.unsigned();
    return new Section(
        section.id(),
        new WasmOutput()
            .unsigned(count + 1)
            .bytes(content, cursor.position(), content.length)
            .bytes(entry)
            .toByteArray());
  }
}

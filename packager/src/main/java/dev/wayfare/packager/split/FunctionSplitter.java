package dev.wayfare.packager.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Splits large functions of a module: parts of their code become functions of their own, appended
 * at the module's end, so that every index and name that there was stays right. Results, memory,
 * globals and traps are those of the module as it was; only the depth of calls differs.
 *
 * <p>How: a function's body is read into instructions with their frames and operand heights ({@link
 * FunctionCode}), those locals are found that are still read later ({@link Liveness}), and runs of
 * whole statements are chosen ({@link RegionFinder}) and moved ({@link Outliner}). Functions with
 * exceptions, tail calls, vectors, threads or garbage-collected types stay as they are.
 */
public final class FunctionSplitter {
  private final byte[] wasm;
  private final List<Section> sections;
  private final ModuleTypes types;
  private final List<Outliner.Piece> pieces = new ArrayList<>();

  private FunctionSplitter(byte[] wasm) {
    this.wasm = wasm;
    this.sections = Section.read(wasm);
    this.types = ModuleTypes.of(sections);
  }

  /**
   * How far to split a function.
   *
   * @param keptInstructions how many may stay, about
   * @param pieceInstructions how many each new function gets at most, beside what passes its locals
   */
  public record Goal(int keptInstructions, int pieceInstructions) {}

  /**
   * Splits functions.
   *
   * @param wasm a valid module
   * @param goals by the function's index
   * @return the module, which is {@code wasm} itself if nothing could be split
   */
  public static byte[] split(byte[] wasm, Map<Integer, Goal> goals) {
    try {
      return new FunctionSplitter(wasm).split(goals);
    } catch (UnsupportedCodeException e) {
      return wasm;
    }
  }

  private byte[] split(Map<Integer, Goal> goals) {
    Optional<byte[]> code =
        sections.stream()
            .filter(section -> section.id() == Section.CODE)
            .findFirst()
            .map(section -> code(section.content(), goals));
    if (code.isEmpty() || pieces.isEmpty()) {
      return wasm;
    }
    List<FunctionType> newTypes = pieces.stream().map(Outliner.Piece::type).distinct().toList();
    List<Section> changed =
        sections.stream()
            .map(
                section ->
                    switch (section.id()) {
                      case Section.TYPES ->
                          extended(section, newTypes.stream().map(FunctionType::encoded));
                      case Section.FUNCTIONS ->
                          extended(section, pieces.stream().map(each -> typeIndex(each, newTypes)));
                      case Section.CODE -> new Section(Section.CODE, code.get());
                      default -> section;
                    })
            .toList();
    return Section.write(wasm, changed);
  }

  private byte[] typeIndex(Outliner.Piece piece, List<FunctionType> newTypes) {
    int index = types.typeCount() + newTypes.indexOf(piece.type());
    return new WasmOutput().unsigned(index).toByteArray();
  }

  private byte[] code(byte[] content, Map<Integer, Goal> goals) {
    var cursor = new Cursor(content, 0);
    var out = new WasmOutput();
    int count = cursor.unsigned();
    for (int i = 0; i < count; i++) {
      int length = cursor.unsigned();
      int from = cursor.position();
      int function = types.imported() + i;
      Goal goal = goals.get(function);
      Optional<byte[]> body = goal == null ? Optional.empty() : body(content, from, function, goal);
      if (body.isPresent()) {
        out.sized(body.get());
      } else {
        out.unsigned(length).bytes(content, from, from + length);
      }
      cursor.skip(length);
    }
    pieces.forEach(piece -> out.sized(piece.body()));
    return new WasmOutput().unsigned(count + pieces.size()).bytes(out.toByteArray()).toByteArray();
  }

  private Optional<byte[]> body(byte[] content, int from, int function, Goal goal) {
    try {
      FunctionCode code = FunctionCode.read(content, from, types, types.ofFunction(function));
      List<Region> regions =
          RegionFinder.find(code, goal.keptInstructions(), goal.pieceInstructions());
      if (regions.isEmpty()) {
        return Optional.empty();
      }
      var outliner = new Outliner(code, regions, types.functionCount() + pieces.size());
      pieces.addAll(outliner.pieces());
      return Optional.of(outliner.caller());
    } catch (UnsupportedCodeException e) {
      return Optional.empty();
    }
  }

  /** A section that is a vector, with more at its end. */
  private static Section extended(Section section, Stream<byte[]> elements) {
    List<byte[]> more = elements.toList();
    var cursor = new Cursor(section.content(), 0);
    int count = cursor.unsigned();
    var out =
        new WasmOutput()
            .unsigned(count + more.size())
            .bytes(section.content(), cursor.position(), section.content().length);
    more.forEach(out::bytes);
    return new Section(section.id(), out.toByteArray());
  }
}

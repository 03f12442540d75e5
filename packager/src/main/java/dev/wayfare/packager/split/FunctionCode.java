package dev.wayfare.packager.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a function: its locals, its instructions without those that nothing reaches, the
 * frame of each, and the height of the operand stack before each.
 */
final class FunctionCode {
  private final byte[] bytes;
  private final ModuleTypes types;
  private final FunctionType type;
  private final List<Integer> localTypes = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();
  private final List<Integer> heights = new ArrayList<>();
  private final Map<Integer, Frame> opened = new HashMap<>();
  private int height;

  private FunctionCode(byte[] bytes, ModuleTypes types, FunctionType type) {
    this.bytes = bytes;
    this.types = types;
    this.type = type;
  }

  /**
   * Reads a body.
   *
   * @param bytes what holds it
   * @param from where it begins: at the vector of its locals
   * @throws UnsupportedCodeException if there is an instruction that splitting does not know
   */
  static FunctionCode read(byte[] bytes, int from, ModuleTypes types, FunctionType type) {
    var code = new FunctionCode(bytes, types, type);
    var cursor = new Cursor(bytes, from);
    code.readLocals(cursor);
    code.readInstructions(cursor);
    return code;
  }

  byte[] bytes() {
    return bytes;
  }

  FunctionType type() {
    return type;
  }

  /** The types of the parameters and, after them, the other locals. */
  List<Integer> localTypes() {
    return localTypes;
  }

  /** How many there are; the last is the function's end. */
  int size() {
    return instructions.size();
  }

  Instruction at(int index) {
    return instructions.get(index);
  }

  /** The frame that an instruction is in: an end or else is in the frame that it ends. */
  Frame frameOf(int index) {
    return frames.get(index);
  }

  /** How many operands there are before an instruction. */
  int heightBefore(int index) {
    return heights.get(index);
  }

  /** The frame that an instruction opens. */
  Frame openedBy(int index) {
    return Objects.requireNonNull(opened.get(index));
  }

  Frame body() {
    return frames.getLast();
  }

  private void readLocals(Cursor cursor) {
    localTypes.addAll(type.parameters());
    int groups = cursor.unsigned();
    for (int i = 0; i < groups; i++) {
      int count = cursor.unsigned();
      int localType = ModuleTypes.requireOneByte(cursor.u8());
      for (int j = 0; j < count; j++) {
        localTypes.add(localType);
      }
    }
  }

  private void readInstructions(Cursor cursor) {
    @Nullable Frame frame = new Frame(-1, null, type, 0, false);
    while (frame != null) {
      Instruction next = Instruction.read(bytes, cursor);
      frame = add(next, frame);
      if (Op.neverContinues(next.opcode())) {
        skipUnreached(cursor);
      }
    }
  }

  private @Nullable Frame add(Instruction instruction, Frame frame) {
    int index = instructions.size();
    instructions.add(instruction);
    frames.add(frame);
    heights.add(height);
    switch (instruction.opcode()) {
      case Op.BLOCK, Op.LOOP, Op.IF -> {
        FunctionType blockType = types.ofBlock(instruction.immediate());
        height -= instruction.opcode() == Op.IF ? 1 : 0;
        int base = height - blockType.parameters().size();
        var inner = new Frame(index, frame, blockType, base, instruction.opcode() == Op.LOOP);
        opened.put(index, inner);
        return inner;
      }
      case Op.ELSE -> {
        frame.otherwise = index;
        height = frame.base + frame.type.parameters().size();
        return frame;
      }
      case Op.END -> {
        frame.end = index;
        height = frame.base + frame.type.results().size();
        return frame.parent;
      }
      case Op.UNREACHABLE, Op.BR, Op.RETURN -> {}
      case Op.BR_IF, Op.BR_TABLE -> height--;
      case Op.CALL -> change(types.ofFunction(instruction.immediate()), 0);
      case Op.CALL_INDIRECT -> change(types.type(instruction.immediate()), 1);
      default -> height += Op.pushes(instruction.opcode()) - Op.pops(instruction.opcode());
    }
    return frame;
  }

  private void change(FunctionType called, int alsoPopped) {
    height += called.results().size() - called.parameters().size() - alsoPopped;
  }

  /** Skips to the end or else of the frame that the last instruction left. */
  private void skipUnreached(Cursor cursor) {
    int nested = 0;
    while (true) {
      int before = cursor.position();
      int opcode = Instruction.read(bytes, cursor).opcode();
      if (Op.opens(opcode)) {
        nested++;
      } else if (nested == 0 && (opcode == Op.END || opcode == Op.ELSE)) {
        cursor.skip(before - cursor.position());
        return;
      } else if (opcode == Op.END) {
        nested--;
      }
    }
  }
}

package dev.wayfare.packager.split;

import java.util.List;
import java.util.stream.Stream;

/**
 * One instruction of a function's body.
 *
 * @param from where its bytes begin in the module
 * @param to where they end
 * @param immediate the index or depth that follows the opcode, or a block's type as the signed
 *     number that it is written as; 0 where there is none that matters here
 * @param depths the depths of a {@code br_table}, the default's last; otherwise empty
 */
record Instruction(int opcode, int from, int to, int immediate, List<Integer> depths) {
  Instruction {
    depths = List.copyOf(depths);
  }

  static Instruction read(byte[] bytes, Cursor cursor) {
    int from = cursor.position();
    int opcode = cursor.u8();
    if (opcode == Op.PREFIX) {
      opcode = Op.prefixed(cursor.unsigned());
    }
    int immediate = 0;
    List<Integer> depths = List.of();
    switch (opcode) {
      case Op.BLOCK, Op.LOOP, Op.IF -> immediate = (int) cursor.signed();
      case Op.BR, Op.BR_IF, Op.CALL, Op.LOCAL_GET, Op.LOCAL_SET, Op.LOCAL_TEE ->
          immediate = cursor.unsigned();
      case Op.BR_TABLE -> {
        int count = cursor.unsigned() + 1;
        depths = Stream.generate(cursor::unsigned).limit(count).toList();
      }
      case Op.CALL_INDIRECT -> {
        immediate = cursor.unsigned();
        cursor.unsigned();
      }
      case Op.UNREACHABLE, Op.ELSE, Op.END, Op.RETURN -> {}
      default -> {
        Op.pops(opcode); // refuses what is not known, whose immediates would be misread
        Op.skipImmediates(opcode, cursor);
      }
    }
    return new Instruction(opcode, from, cursor.position(), immediate, depths);
  }
}

package dev.wayfare.packager.split;

/**
 * The opcodes that splitting knows (the core specification's 5.4, without exceptions, tail calls,
 * vectors, threads and garbage collection), and what each does to the height of the operand stack.
 * What follows the prefix 0xfc is {@code 0xfc00} and the number after it.
 */
final class Op {
  static final int UNREACHABLE = 0x00;
  static final int BLOCK = 0x02;
  static final int LOOP = 0x03;
  static final int IF = 0x04;
  static final int ELSE = 0x05;
  static final int END = 0x0b;
  static final int BR = 0x0c;
  static final int BR_IF = 0x0d;
  static final int BR_TABLE = 0x0e;
  static final int RETURN = 0x0f;
  static final int CALL = 0x10;
  static final int CALL_INDIRECT = 0x11;
  static final int SELECT_TYPED = 0x1c;
  static final int LOCAL_GET = 0x20;
  static final int LOCAL_SET = 0x21;
  static final int LOCAL_TEE = 0x22;
  static final int I32_CONST = 0x41;
  static final int I32_EQ = 0x46;
  static final int PREFIX = 0xfc;
  static final int EMPTY_BLOCK = 0x40;
  static final int I32 = 0x7f;

  private static final int PREFIXED = PREFIX << 8;

  private Op() {}

  static int prefixed(int number) {
    return PREFIXED | number;
  }

  /** Whether what follows is never reached. */
  static boolean neverContinues(int opcode) {
    return opcode == UNREACHABLE || opcode == BR || opcode == BR_TABLE || opcode == RETURN;
  }

  static boolean opens(int opcode) {
    return opcode == BLOCK || opcode == LOOP || opcode == IF;
  }

  /** Skips the immediates of an instruction that has nothing to be remembered of. */
  static void skipImmediates(int opcode, Cursor cursor) {
    if (opcode >= 0x28 && opcode <= 0x3e) {
      if (cursor.unsigned() >= 0x40) {
        throw new UnsupportedCodeException("several memories");
      }
      cursor.signed();
      return;
    }
    switch (opcode) {
      case 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0xd2 -> cursor.unsigned();
      case 0x41, 0x42, 0xd0 -> cursor.signed();
      case 0x43 -> cursor.skip(4);
      case 0x44 -> cursor.skip(8);
      case SELECT_TYPED -> cursor.skip(cursor.unsigned());
      case PREFIXED | 8, PREFIXED | 10, PREFIXED | 12, PREFIXED | 14 -> {
        cursor.unsigned();
        cursor.unsigned();
      }
      case PREFIXED | 9,
          PREFIXED | 11,
          PREFIXED | 13,
          PREFIXED | 15,
          PREFIXED | 16,
          PREFIXED | 17 ->
          cursor.unsigned();
      default -> {}
    }
  }

  /** How many operands an instruction takes that is neither control nor a call. */
  static int pops(int opcode) {
    if (opcode >= 0x45 && opcode <= 0xc4) {
      return isUnary(opcode) ? 1 : 2;
    }
    if (opcode >= 0x28 && opcode <= 0x3e) {
      return opcode <= 0x35 ? 1 : 2;
    }
    return switch (opcode) {
      case 0x01, LOCAL_GET, 0x23, 0x3f, 0x41, 0x42, 0x43, 0x44, 0xd0, 0xd2 -> 0;
      case 0x1a, LOCAL_SET, LOCAL_TEE, 0x24, 0x25, 0x40, 0xd1 -> 1;
      case 0x26 -> 2;
      case 0x1b, SELECT_TYPED -> 3;
      default -> popsOfPrefixed(opcode);
    };
  }

  private static int popsOfPrefixed(int opcode) {
    return switch (opcode - PREFIXED) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> 1;
      case 8, 10, 11, 12, 14, 17 -> 3;
      case 9, 13, 16 -> 0;
      case 15 -> 2;
      default -> throw new UnsupportedCodeException("opcode 0x" + Integer.toHexString(opcode));
    };
  }

  private static boolean isUnary(int opcode) {
    return opcode == 0x45
        || opcode == 0x50
        || (opcode >= 0x67 && opcode <= 0x69)
        || (opcode >= 0x79 && opcode <= 0x7b)
        || (opcode >= 0x8b && opcode <= 0x91)
        || (opcode >= 0x99 && opcode <= 0x9f)
        || opcode >= 0xa7;
  }

  /** How many results an instruction leaves that is neither control nor a call. */
  static int pushes(int opcode) {
    return switch (opcode) {
      case 0x01, 0x1a, LOCAL_SET, 0x24, 0x26 -> 0;
      case PREFIXED | 8,
          PREFIXED | 9,
          PREFIXED | 10,
          PREFIXED | 11,
          PREFIXED | 12,
          PREFIXED | 13,
          PREFIXED | 14,
          PREFIXED | 17 ->
          0;
      default -> opcode >= 0x36 && opcode <= 0x3e ? 0 : 1;
    };
  }
}

package dev.wayfare.packager.split;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A module of random structured code: one large function with parameters, locals of each number
 * type, memory, globals, calls, nested frames, every kind of branch, dead code and traps. It always
 * ends: each turn of a loop takes from a counter, at whose end the function traps.
 */
final class RandomModule {
  /** The exported function: (i32, i64) to i32. */
  static final String FUNCTION = "f";

  /** The index of that function. */
  static final int INDEX = 1;

  private static final int I32 = 0x7f;
  private static final int I64 = 0x7e;
  private static final int F32 = 0x7d;
  private static final int F64 = 0x7c;
  private static final List<Integer> PARAMETERS = List.of(I32, I64);
  private static final int FUEL = 1000;
  private static final int DEEPEST = 5;

  private final RandomGenerator random;
  private final List<Integer> locals = new ArrayList<>(PARAMETERS);
  private final WasmOutput out = new WasmOutput();

  /** The types that a branch to each open frame carries, the outermost first. */
  private final List<List<Integer>> labels = new ArrayList<>();

  private int budget;

  private RandomModule(RandomGenerator random, int statements) {
    this.random = random;
    this.budget = statements;
  }

  static byte[] of(RandomGenerator random, int statements) {
    return new RandomModule(random, statements).module();
  }

  private byte[] module() {
    int more = 2 + random.nextInt(12);
    for (int i = 0; i < more; i++) {
      locals.add(List.of(I32, I32, I64, F32, F64).get(random.nextInt(5)));
    }
    // Never none of a type.
    locals.addAll(List.of(I32, I64, F32, F64));
    // Zeros would send all branches the same way.
    for (int local = PARAMETERS.size(); local < locals.size(); local++) {
      constant(locals.get(local));
      out.op(Op.LOCAL_SET, local);
    }
    labels.add(List.of(I32));
    while (budget > 0) {
      statement();
    }
    everyLocalIntoMemory();
    expression(I32, 0);
    out.u8(Op.END);
    var body = new WasmOutput().unsigned(locals.size() - PARAMETERS.size());
    locals.subList(PARAMETERS.size(), locals.size()).forEach(type -> body.unsigned(1).u8(type));
    body.bytes(out.toByteArray());
    // The function that is called: writes its argument to memory and gives it back, changed.
    byte[] called = {0, 0x41, 8, 0x20, 0, 0x36, 2, 0, 0x20, 0, 0x41, 13, 0x6c, 0x41, 7, 0x6a, 0x0b};
    byte[] code =
        new WasmOutput().unsigned(2).sized(called).sized(body.toByteArray()).toByteArray();
    return Section.write(
        new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0},
        List.of(
            new Section(1, new byte[] {2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 2, 0x7f, 0x7e, 1, 0x7f}),
            new Section(3, new byte[] {2, 0, 1}),
            new Section(5, new byte[] {1, 0, 1}),
            // Fuel and a value that the code writes.
            new Section(
                6,
                new byte[] {
                  2, 0x7f, 1, 0x41, (byte) (FUEL | 0x80), FUEL >> 7, 0x0b, 0x7f, 1, 0x41, 0, 0x0b
                }),
            new Section(7, new byte[] {4, 1, 'f', 0, 1, 1, 'm', 2, 0, 1, 'u', 3, 0, 1, 'v', 3, 1}),
            new Section(10, code)));
  }

  /** What a local holds in the end is a part of what is compared. */
  private void everyLocalIntoMemory() {
    for (int local = 0; local < locals.size(); local++) {
      out.i32Const(1024 + 8 * local).op(Op.LOCAL_GET, local);
      out.u8(storeOf(locals.get(local))).u8(0).u8(0);
    }
  }

  private static int storeOf(int type) {
    return switch (type) {
      case I32 -> 0x36;
      case I64 -> 0x37;
      case F32 -> 0x38;
      default -> 0x39;
    };
  }

  private void statement() {
    budget--;
    boolean leaf = labels.size() > DEEPEST;
    switch (random.nextInt(leaf ? 9 : 14)) {
      case 0, 1, 2, 3 -> assign();
      case 4 -> store();
      case 5 -> {
        expression(I32, 0);
        out.op(0x24, 1);
      }
      case 6 -> branchIf();
      case 7 -> rarely(this::leave);
      case 8 -> rarely(this::trap);
      case 9 -> frame(Op.BLOCK, List.of());
      case 10 -> frame(Op.LOOP, List.of());
      case 11 -> conditional();
      case 12 -> valueBlock();
      default -> operandsBelow();
    }
  }

  private void assign() {
    int local = random.nextInt(locals.size());
    expression(locals.get(local), 0);
    if (random.nextInt(6) == 0) {
      out.op(Op.LOCAL_TEE, local).u8(0x1a);
    } else {
      out.op(Op.LOCAL_SET, local);
    }
  }

  private void store() {
    address();
    int type = locals.get(random.nextInt(locals.size()));
    expression(type, 0);
    out.u8(storeOf(type)).u8(0).u8(random.nextInt(64));
  }

  /** Nearly always within the memory. */
  private void address() {
    expression(I32, 1);
    out.i32Const(random.nextInt(40) == 0 ? 0xffff : 0x3ff).u8(0x71);
  }

  private void branchIf() {
    int depth = random.nextInt(labels.size());
    List<Integer> carried = labels.get(labels.size() - 1 - depth);
    carried.forEach(type -> expression(type, 0));
    if (random.nextInt(4) == 0) {
      table(carried);
      return;
    }
    expression(I32, 0);
    out.i32Const(7).u8(0x71).i32Const(5).u8(Op.I32_EQ).op(Op.BR_IF, depth);
    carried.forEach(_ -> out.u8(0x1a));
  }

  /** Within a block, so that code may follow that is reached. */
  private void table(List<Integer> carried) {
    carried.forEach(_ -> out.u8(0x1a));
    out.u8(Op.BLOCK).u8(Op.EMPTY_BLOCK);
    labels.add(List.of());
    List<Integer> depths = new ArrayList<>();
    for (int depth = 0; depth < labels.size(); depth++) {
      if (labels.get(labels.size() - 1 - depth).isEmpty()) {
        depths.add(depth);
      }
    }
    expression(I32, 0);
    int count = random.nextInt(5);
    out.op(Op.BR_TABLE, count);
    for (int i = 0; i <= count; i++) {
      out.unsigned(depths.get(random.nextInt(depths.size())));
    }
    out.u8(Op.END);
    labels.removeLast();
  }

  /** A conditional around what does not continue, with dead code after it. */
  private void rarely(Runnable ending) {
    expression(I32, 0);
    out.i32Const(31).u8(0x71).i32Const(21).u8(Op.I32_EQ).u8(Op.IF).u8(Op.EMPTY_BLOCK);
    labels.add(List.of());
    ending.run();
    if (random.nextBoolean()) {
      assign();
      out.u8(Op.BLOCK).u8(Op.EMPTY_BLOCK).op(Op.BR, 0).u8(Op.END);
    }
    out.u8(Op.END);
    labels.removeLast();
  }

  private void leave() {
    if (random.nextInt(3) == 0) {
      expression(I32, 0);
      out.u8(Op.RETURN);
      return;
    }
    int depth = random.nextInt(labels.size());
    labels.get(labels.size() - 1 - depth).forEach(type -> expression(type, 0));
    out.op(Op.BR, depth);
  }

  private void trap() {
    if (random.nextBoolean()) {
      out.u8(Op.UNREACHABLE);
    } else {
      out.op(Op.LOCAL_GET, 0).i32Const(0).u8(0x6d).u8(0x1a);
    }
  }

  private void frame(int opcode, List<Integer> carried) {
    out.u8(opcode).u8(Op.EMPTY_BLOCK);
    labels.add(carried);
    if (opcode == Op.LOOP) {
      out.op(0x23, 0).i32Const(1).u8(0x6b).op(0x24, 0);
      out.op(0x23, 0).u8(0x45).u8(Op.IF).u8(Op.EMPTY_BLOCK).u8(Op.UNREACHABLE).u8(Op.END);
    }
    some();
    if (opcode == Op.LOOP) {
      // Another answer in each turn, lest nearly every loop run until the counter ends.
      expression(I32, 0);
      out.op(0x23, 0).u8(0x6a).i32Const(3).u8(0x71).u8(0x45).op(Op.BR_IF, 0);
    }
    out.u8(Op.END);
    labels.removeLast();
  }

  private void conditional() {
    expression(I32, 0);
    out.i32Const(1).u8(0x71);
    out.u8(Op.IF).u8(Op.EMPTY_BLOCK);
    labels.add(List.of());
    some();
    if (random.nextBoolean()) {
      out.u8(Op.ELSE);
      some();
    }
    out.u8(Op.END);
    labels.removeLast();
  }

  /** A block with a result, which branches to it carry. */
  private void valueBlock() {
    int local = random.nextInt(locals.size());
    int type = locals.get(local);
    out.u8(Op.BLOCK).u8(type);
    labels.add(List.of(type));
    some();
    expression(type, 0);
    if (random.nextBoolean()) {
      out.op(Op.BR, 0);
    }
    out.u8(Op.END).op(Op.LOCAL_SET, local);
    labels.removeLast();
  }

  /** Statements while there is an operand that waits for them. */
  private void operandsBelow() {
    out.op(Op.LOCAL_GET, 0);
    some();
    frame(Op.BLOCK, List.of());
    out.op(Op.LOCAL_SET, 0);
  }

  private void some() {
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      statement();
    }
  }

  private void expression(int type, int depth) {
    if (depth > 2 || random.nextInt(3) == 0) {
      leafExpression(type);
      return;
    }
    switch (type) {
      case I32 -> i32(depth);
      case I64 -> {
        expression(I64, depth + 1);
        expression(I64, depth + 1);
        out.u8(List.of(0x7c, 0x7d, 0x7e, 0x83, 0x85).get(random.nextInt(5)));
      }
      case F32 -> {
        expression(F32, depth + 1);
        expression(F32, depth + 1);
        out.u8(0x92 + random.nextInt(3));
      }
      default -> {
        expression(F64, depth + 1);
        expression(F64, depth + 1);
        out.u8(0xa0 + random.nextInt(3));
      }
    }
  }

  private void i32(int depth) {
    switch (random.nextInt(6)) {
      case 0 -> {
        expression(I64, depth + 1);
        out.u8(0xa7);
      }
      case 1 -> {
        address();
        out.u8(0x28).u8(0).u8(random.nextInt(64));
      }
      case 2 -> {
        expression(I32, depth + 1);
        out.op(Op.CALL, 0);
      }
      case 3 -> {
        expression(I32, depth + 1);
        expression(I32, depth + 1);
        expression(I32, depth + 1);
        out.u8(0x1b);
      }
      default -> {
        expression(I32, depth + 1);
        expression(I32, depth + 1);
        out.u8(List.of(0x6a, 0x6b, 0x6c, 0x71, 0x73, 0x74, 0x48, 0x46).get(random.nextInt(8)));
      }
    }
  }

  private void leafExpression(int type) {
    int first = random.nextInt(locals.size());
    for (int i = 0; i < locals.size(); i++) {
      int local = (first + i) % locals.size();
      if (locals.get(local) == type && random.nextInt(4) != 0) {
        out.op(Op.LOCAL_GET, local);
        return;
      }
    }
    constant(type);
  }

  private void constant(int type) {
    switch (type) {
      case I32 -> out.i32Const(random.nextInt(1000));
      case I64 -> out.u8(0x42).u8(random.nextInt(64));
      case F32 -> out.u8(0x43).bytes(new byte[] {0, 0, (byte) random.nextInt(128), 0x40});
      default ->
          out.u8(0x44).bytes(new byte[] {0, 0, 0, 0, 0, 0, (byte) random.nextInt(128), 0x40});
    }
  }
}

package dev.wayfare.packager.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Moves regions of a function into functions of their own and calls them in their place. The locals
 * that matter travel as parameters and come back as results. Where a region branches out, its
 * function returns a number that says to where, and the branch is made after the call.
 */
final class Outliner {
  private final FunctionCode code;
  private final List<Region> regions;
  private final int firstPiece;
  private final List<Integer> moreLocals = new ArrayList<>();
  private final Map<Integer, Integer> scratch = new TreeMap<>();

  /**
   * An outliner of disjoint regions in the order of the code.
   *
   * @param firstPiece the index that the first new function will have
   */
  Outliner(FunctionCode code, List<Region> regions, int firstPiece) {
    this.code = code;
    this.regions = regions;
    this.firstPiece = firstPiece;
  }

  /** A new function: its type and its body as the code section holds it, without its length. */
  static final class Piece {
    private final FunctionType type;
    private final byte[] body;

    private Piece(FunctionType type, byte[] body) {
      this.type = type;
      this.body = body;
    }

    FunctionType type() {
      return type;
    }

    byte[] body() {
      return body;
    }
  }

  List<Piece> pieces() {
    return regions.stream().map(region -> new PieceWriter(code, region).write()).toList();
  }

  /** The function's new body. */
  byte[] caller() {
    var out = new WasmOutput();
    int next = 0;
    for (int i = 0; i < regions.size(); i++) {
      Region region = regions.get(i);
      copy(out, next, region.from());
      call(out, region, firstPiece + i);
      next = region.to();
    }
    copy(out, next, code.size());
    var locals = new ArrayList<>(code.localTypes().subList(parameterCount(), localCount()));
    locals.addAll(moreLocals);
    return withLocals(locals, out.toByteArray());
  }

  private int parameterCount() {
    return code.type().parameters().size();
  }

  private int localCount() {
    return code.localTypes().size();
  }

  private void copy(WasmOutput out, int from, int to) {
    for (int i = from; i < to; i++) {
      out.bytes(code.bytes(), code.at(i).from(), code.at(i).to());
    }
  }

  private void call(WasmOutput out, Region region, int piece) {
    region.parameters().forEach(local -> out.op(Op.LOCAL_GET, local));
    out.op(Op.CALL, piece);
    if (region.needsSelector()) {
      out.op(Op.LOCAL_SET, scratch(Op.I32, 0));
    }
    region.carried().ifPresent(type -> out.op(Op.LOCAL_SET, scratch(type, 1)));
    region.results().reversed().forEach(local -> out.op(Op.LOCAL_SET, local));
    if (region.needsSelector()) {
      for (int i = 0; i < region.exits().size(); i++) {
        branchIfSelected(out, region, i);
      }
    } else if (!region.exits().isEmpty()) {
      branch(out, region, region.exits().getFirst(), 0);
    }
    if (!region.continues()) {
      out.u8(Op.UNREACHABLE); // what follows may rely on not being reached
    }
  }

  private void branchIfSelected(WasmOutput out, Region region, int exit) {
    Frame target = region.exits().get(exit);
    out.op(Op.LOCAL_GET, scratch(Op.I32, 0)).i32Const(exit + 1).u8(Op.I32_EQ);
    if (target.branchArity() == 0) {
      out.op(Op.BR_IF, region.frame().depth - target.depth);
    } else {
      out.u8(Op.IF).u8(Op.EMPTY_BLOCK);
      branch(out, region, target, 1);
      out.u8(Op.END);
    }
  }

  private void branch(WasmOutput out, Region region, Frame target, int deeper) {
    if (target.branchArity() > 0) {
      out.op(Op.LOCAL_GET, scratch(region.carried().orElseThrow(), 1));
    }
    out.op(Op.BR, region.frame().depth - target.depth + deeper);
  }

  /** A local of this function's own: one for the selector, and one for each type carried. */
  private int scratch(int type, int purpose) {
    return scratch.computeIfAbsent(
        2 * type + purpose,
        _ -> {
          moreLocals.add(type);
          return localCount() + moreLocals.size() - 1;
        });
  }

  private static byte[] withLocals(List<Integer> types, byte[] instructions) {
    var out = new WasmOutput();
    var groups = new ArrayList<int[]>();
    for (int type : types) {
      if (groups.isEmpty() || groups.getLast()[1] != type) {
        groups.add(new int[] {0, type});
      }
      groups.getLast()[0]++;
    }
    out.unsigned(groups.size());
    groups.forEach(group -> out.unsigned(group[0]).u8(group[1]));
    return out.bytes(instructions).toByteArray();
  }

  /** Writes the function of one region. */
  private static final class PieceWriter {
    private final FunctionCode code;
    private final Region region;
    private final Map<Integer, Integer> locals = new TreeMap<>();
    private final List<Integer> localTypes = new ArrayList<>();
    private final int selector;
    private final Optional<Integer> carrier;
    private final WasmOutput out = new WasmOutput();

    PieceWriter(FunctionCode code, Region region) {
      this.code = code;
      this.region = region;
      region.parameters().forEach(this::local);
      for (int i = region.from(); i < region.to(); i++) {
        Instruction instruction = code.at(i);
        if (isOfLocal(instruction.opcode())) {
          local(instruction.immediate());
        }
      }
      this.selector = newLocal(Op.I32);
      this.carrier = region.carried().map(this::newLocal);
    }

    Piece write() {
      int exits = region.exits().size();
      if (exits > 0) {
        for (int i = 0; i <= exits; i++) {
          out.u8(Op.BLOCK).u8(Op.EMPTY_BLOCK);
        }
      }
      for (int i = region.from(); i < region.to(); i++) {
        write(i);
      }
      for (int i = 1; i <= exits; i++) {
        // Out of the block around all, past what sets the selector for an exit.
        out.op(Op.BR, exits + 1 - i).u8(Op.END);
        out.i32Const(i).op(Op.LOCAL_SET, selector);
      }
      if (exits > 0) {
        out.u8(Op.END);
      }
      region.results().forEach(local -> out.op(Op.LOCAL_GET, local(local)));
      carrier.ifPresent(local -> out.op(Op.LOCAL_GET, local));
      if (region.needsSelector()) {
        out.op(Op.LOCAL_GET, selector);
      }
      out.u8(Op.END);
      int parameters = region.parameters().size();
      return new Piece(
          type(), withLocals(localTypes.subList(parameters, localTypes.size()), out.toByteArray()));
    }

    private FunctionType type() {
      var results = new ArrayList<Integer>();
      region.results().forEach(local -> results.add(code.localTypes().get(local)));
      region.carried().ifPresent(results::add);
      if (region.needsSelector()) {
        results.add(Op.I32);
      }
      return new FunctionType(localTypes.subList(0, region.parameters().size()), results);
    }

    private void write(int index) {
      Instruction instruction = code.at(index);
      switch (instruction.opcode()) {
        case Op.LOCAL_GET, Op.LOCAL_SET, Op.LOCAL_TEE ->
            out.op(instruction.opcode(), local(instruction.immediate()));
        case Op.BR, Op.BR_IF, Op.RETURN -> {
          Frame target = Region.targets(code, index).getFirst();
          if (leaves(target) && target.branchArity() > 0) {
            out.op(Op.LOCAL_SET, carrier.orElseThrow());
          }
          out.op(instruction.opcode() == Op.BR_IF ? Op.BR_IF : Op.BR, depth(index, target));
        }
        case Op.BR_TABLE -> {
          out.op(Op.BR_TABLE, instruction.depths().size() - 1);
          Region.targets(code, index).forEach(target -> out.unsigned(depth(index, target)));
        }
        default -> out.bytes(code.bytes(), instruction.from(), instruction.to());
      }
    }

    private boolean leaves(Frame target) {
      return target.depth <= region.frame().depth;
    }

    private int depth(int index, Frame target) {
      int at = code.frameOf(index).depth;
      return leaves(target)
          ? at - region.frame().depth + region.exits().indexOf(target)
          : at - target.depth;
    }

    private int local(int original) {
      return locals.computeIfAbsent(original, each -> newLocal(code.localTypes().get(each)));
    }

    private int newLocal(int type) {
      localTypes.add(type);
      return localTypes.size() - 1;
    }

    private static boolean isOfLocal(int opcode) {
      return opcode == Op.LOCAL_GET || opcode == Op.LOCAL_SET || opcode == Op.LOCAL_TEE;
    }
  }
}

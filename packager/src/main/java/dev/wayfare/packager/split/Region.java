package dev.wayfare.packager.split;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Consecutive instructions of one frame that can become a function of their own: they take no
 * operand that was there before them and leave none.
 *
 * @param from the first instruction
 * @param to the instruction after the last
 * @param parameters the locals that it reads, or may leave as they are where others read them
 * @param results the locals that it may write and others read after it
 * @param exits the frames it may branch out to, the innermost first
 * @param carried the type of the operand that branches out carry, if any does
 */
record Region(
    int from,
    int to,
    Frame frame,
    List<Integer> parameters,
    List<Integer> results,
    List<Frame> exits,
    boolean continues,
    Optional<Integer> carried) {
  /** Calls with more parameters box them all; with more results, boxing them costs too much. */
  private static final int MOST_PARAMETERS = 100;

  private static final int MOST_RESULTS = 16;
  private static final int MOST_EXITS = 64;

  /**
   * The region, or nothing if these instructions cannot be moved.
   *
   * @param from at the height of its frame's base
   */
  static Optional<Region> of(FunctionCode code, Liveness liveness, int from, int to) {
    Frame frame = code.frameOf(from);
    var exits = new TreeMap<Integer, Frame>();
    var carried = new BitSet();
    var read = new BitSet();
    var written = new BitSet();
    for (int i = from; i < to; i++) {
      Instruction instruction = code.at(i);
      for (Frame target : outside(code, i, frame)) {
        if (!canLeave(instruction, target)) {
          return Optional.empty();
        }
        exits.put(-target.depth, target);
        target.branchTypes().forEach(carried::set);
      }
      switch (instruction.opcode()) {
        case Op.LOCAL_GET -> read.set(instruction.immediate());
        case Op.LOCAL_SET, Op.LOCAL_TEE -> written.set(instruction.immediate());
        default -> {}
      }
    }
    boolean continues = !Op.neverContinues(code.at(to - 1).opcode());
    var live = new BitSet();
    if (continues) {
      live.or(liveness.before(to));
    }
    exits.values().stream().forEach(exit -> live.or(liveness.atBranchTo(exit)));
    written.and(live);
    read.or(written);
    read.and(liveness.before(from));
    var region =
        new Region(
            from,
            to,
            frame,
            read.stream().boxed().toList(),
            written.stream().boxed().toList(),
            List.copyOf(exits.values()),
            continues,
            carried.stream().boxed().findFirst());
    return carried.cardinality() <= 1 && region.isWithinBounds()
        ? Optional.of(region)
        : Optional.empty();
  }

  int size() {
    return to - from;
  }

  /** About how many instructions stay behind in its place. */
  int callSize() {
    return parameters.size() + 2 * results.size() + 4 * exits.size() + 4;
  }

  /** How many ways there are out of it. */
  boolean needsSelector() {
    return exits.size() + (continues ? 1 : 0) > 1;
  }

  private boolean isWithinBounds() {
    return parameters.size() <= MOST_PARAMETERS
        && results.size() <= MOST_RESULTS
        && exits.size() <= MOST_EXITS;
  }

  /** The frames around {@code frame}, and it itself, that an instruction may branch to. */
  private static List<Frame> outside(FunctionCode code, int index, Frame frame) {
    var targets = new ArrayList<Frame>();
    for (Frame target : targets(code, index)) {
      if (target.depth <= frame.depth) {
        targets.add(target);
      }
    }
    return targets;
  }

  static List<Frame> targets(FunctionCode code, int index) {
    Instruction instruction = code.at(index);
    Frame at = code.frameOf(index);
    return switch (instruction.opcode()) {
      case Op.BR, Op.BR_IF -> List.of(at.outward(instruction.immediate()));
      case Op.RETURN -> List.of(code.body());
      case Op.BR_TABLE -> {
        var targets = new ArrayList<Frame>();
        for (int depth : instruction.depths()) {
          targets.add(at.outward(depth));
        }
        yield targets;
      }
      default -> List.of();
    };
  }

  /** A conditional branch leaves its operand where it does not branch; that is not provided for. */
  private static boolean canLeave(Instruction instruction, Frame target) {
    boolean unconditional = instruction.opcode() == Op.BR || instruction.opcode() == Op.RETURN;
    return target.branchArity() <= (unconditional ? 1 : 0);
  }
}

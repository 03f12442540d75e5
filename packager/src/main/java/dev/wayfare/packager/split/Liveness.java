package dev.wayfare.packager.split;

import java.util.BitSet;

/**
 * Which locals may still be read before they are written, at each instruction: the usual backward
 * data flow, repeated until loops add nothing more.
 */
final class Liveness {
  private final FunctionCode code;
  private final BitSet[] before;

  Liveness(FunctionCode code) {
    this.code = code;
    this.before = new BitSet[code.size() + 1];
    before[code.size()] = new BitSet();
    for (int i = 0; i < code.size(); i++) {
      before[i] = before[code.size()];
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = code.size() - 1; i >= 0; i--) {
        BitSet live = computed(i);
        if (!live.equals(before[i])) {
          before[i] = live;
          changed = true;
        }
      }
    }
  }

  /** The locals live before an instruction; not to be changed. */
  BitSet before(int index) {
    return before[index];
  }

  /** The locals live where a branch to a frame goes on. */
  BitSet atBranchTo(Frame frame) {
    return before[frame.branchTarget()];
  }

  private BitSet computed(int index) {
    Instruction instruction = code.at(index);
    Frame frame = code.frameOf(index);
    return switch (instruction.opcode()) {
      case Op.UNREACHABLE, Op.RETURN -> new BitSet();
      case Op.BR -> atBranchTo(frame.outward(instruction.immediate()));
      case Op.BR_IF -> union(before[index + 1], atBranchTo(frame.outward(instruction.immediate())));
      case Op.BR_TABLE -> {
        var live = new BitSet();
        for (int depth : instruction.depths()) {
          live.or(atBranchTo(frame.outward(depth)));
        }
        yield live;
      }
      case Op.IF -> {
        Frame opened = code.openedBy(index);
        yield union(
            before[index + 1], before[opened.otherwise < 0 ? opened.end : opened.otherwise + 1]);
      }
      case Op.ELSE -> before[frame.end];
      case Op.LOCAL_GET -> with(before[index + 1], instruction.immediate(), true);
      case Op.LOCAL_SET, Op.LOCAL_TEE -> with(before[index + 1], instruction.immediate(), false);
      default -> before[index + 1];
    };
  }

  private static BitSet union(BitSet one, BitSet other) {
    if (one.equals(other)) {
      return one;
    }
    var both = (BitSet) one.clone();
    both.or(other);
    return both;
  }

  private static BitSet with(BitSet set, int local, boolean live) {
    if (set.get(local) == live) {
      return set;
    }
    var changed = (BitSet) set.clone();
    changed.set(local, live);
    return changed;
  }
}

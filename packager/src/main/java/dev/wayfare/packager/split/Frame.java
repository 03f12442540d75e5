package dev.wayfare.packager.split;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A block, a loop, a conditional or the body of a function. */
final class Frame {
  /** The instruction that opens it; -1 for the function. */
  final int open;

  /** The frame around it; none around the function. */
  final @Nullable Frame parent;

  final int depth;
  final FunctionType type;

  /** How many operands lie under those of this frame. */
  final int base;

  private final boolean isLoop;

  /** The instructions that end its first and its second arm; set while reading. */
  int otherwise = -1;

  int end = -1;

  Frame(int open, @Nullable Frame parent, FunctionType type, int base, boolean isLoop) {
    this.open = open;
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.type = type;
    this.base = base;
    this.isLoop = isLoop;
  }

  /** The types of the operands that a branch to it carries. */
  List<Integer> branchTypes() {
    return isLoop ? type.parameters() : type.results();
  }

  /** How many operands a branch to it carries. */
  int branchArity() {
    return branchTypes().size();
  }

  /** Where a branch to it goes on. */
  int branchTarget() {
    return isLoop ? open : end;
  }

  /** The frame that a branch of that depth leads to. */
  Frame outward(int branchDepth) {
    Frame frame = this;
    for (int i = 0; i < branchDepth; i++) {
      frame = Objects.requireNonNull(frame.parent, "a valid module's depth");
    }
    return frame;
  }
}

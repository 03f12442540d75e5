package dev.wayfare.packager.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what to move out of a function. Within the arm of a frame, instructions fall into
 * statements, after each of which the operand stack is as it was. As many statements as a piece may
 * hold make a region; a statement that is larger, or cannot be moved, is looked into.
 */
final class RegionFinder {
  private final FunctionCode code;
  private final Liveness liveness;
  private final int pieceInstructions;
  private final List<Region> found = new ArrayList<>();
  private final Deque<Arm> waiting = new ArrayDeque<>();

  private record Arm(Frame frame, int from, int to) {}

  private record Statement(int from, int to) {}

  private RegionFinder(FunctionCode code, int pieceInstructions) {
    this.code = code;
    this.liveness = new Liveness(code);
    this.pieceInstructions = pieceInstructions;
  }

  /**
   * Regions that do not overlap, in the order of the code: the most rewarding first until no more
   * than {@code keptInstructions} remain, or all there are.
   */
  static List<Region> find(FunctionCode code, int keptInstructions, int pieceInstructions) {
    var finder = new RegionFinder(code, pieceInstructions);
    finder.findAll();
    var chosen = new ArrayList<Region>();
    int kept = code.size();
    finder.found.sort(
        Comparator.comparingInt(RegionFinder::gain).reversed().thenComparingInt(Region::from));
    for (Region region : finder.found) {
      if (kept > keptInstructions) {
        chosen.add(region);
        kept -= gain(region);
      }
    }
    chosen.sort(Comparator.comparingInt(Region::from));
    return chosen;
  }

  private static int gain(Region region) {
    return region.size() - region.callSize();
  }

  private void findAll() {
    waiting.add(new Arm(code.body(), 0, code.size() - 1));
    while (!waiting.isEmpty()) {
      Arm arm = waiting.removeLast();
      if (arm.frame().type.parameters().isEmpty() || arm.frame().parent == null) {
        group(statements(arm));
      } else {
        lookInto(arm.from(), arm.to());
      }
    }
  }

  private List<Statement> statements(Arm arm) {
    var statements = new ArrayList<Statement>();
    int from = arm.from();
    int next = from;
    while (next < arm.to()) {
      next = after(next);
      boolean whole =
          code.heightBefore(next) == arm.frame().base
              || (next == arm.to() && Op.neverContinues(code.at(next - 1).opcode()));
      if (whole) {
        statements.add(new Statement(from, next));
        from = next;
      }
    }
    lookInto(from, arm.to());
    return statements;
  }

  private void group(List<Statement> statements) {
    int first = 0;
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).to() - statements.get(first).from() > pieceInstructions) {
        addRegion(statements.subList(first, i));
        first = i;
        Statement alone = statements.get(i);
        if (alone.to() - alone.from() > pieceInstructions) {
          lookInto(alone.from(), alone.to());
          first = i + 1;
        }
      }
    }
    addRegion(statements.subList(Math.min(first, statements.size()), statements.size()));
  }

  /** Adds these as one region; where that cannot be, tries each half, and at last looks inside. */
  private void addRegion(List<Statement> statements) {
    if (statements.isEmpty()) {
      return;
    }
    int from = statements.getFirst().from();
    int to = statements.getLast().to();
    Optional<Region> region =
        Region.of(code, liveness, from, to).filter(each -> 2 * gain(each) > each.size());
    if (region.isPresent()) {
      found.add(region.get());
    } else if (statements.size() == 1) {
      lookInto(from, to);
    } else {
      int half = statements.size() / 2;
      addRegion(statements.subList(0, half));
      addRegion(statements.subList(half, statements.size()));
    }
  }

  /** Takes note of the arms of the frames that are opened directly in this range. */
  private void lookInto(int from, int to) {
    for (int i = from; i < to; i = after(i)) {
      if (Op.opens(code.at(i).opcode())) {
        Frame frame = code.openedBy(i);
        int end = frame.otherwise < 0 ? frame.end : frame.otherwise;
        waiting.add(new Arm(frame, i + 1, end));
        if (frame.otherwise >= 0) {
          waiting.add(new Arm(frame, frame.otherwise + 1, frame.end));
        }
      }
    }
  }

  private int after(int index) {
    return (Op.opens(code.at(index).opcode()) ? code.openedBy(index).end : index) + 1;
  }
}

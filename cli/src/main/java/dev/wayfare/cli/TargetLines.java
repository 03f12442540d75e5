package dev.wayfare.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that begin with the id of a target, within 80 columns: what does not fit goes on below, as
 * far to the right.
 */
final class TargetLines {
  private static final int COLUMNS = 80;
  private static final int MOST_ID = 28;

  private final int indent;

  /** For the targets {@code ids}. */
  TargetLines(List<String> ids) {
    int longest = ids.stream().mapToInt(String::length).max().orElse(0);
    this.indent = Math.min(MOST_ID, longest) + 2;
  }

  List<String> of(String id, String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder(id);
    if (id.length() > indent - 2) {
      lines.add(id);
      line.setLength(0);
    }
    pad(line);
    boolean isBegun = false;
    for (String word : text.split(" ", -1)) {
      if (isBegun && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line.setLength(0);
        pad(line);
        isBegun = false;
      }
      line.append(isBegun ? " " : "").append(word);
      isBegun = true;
    }
    lines.add(line.toString());
    return lines;
  }

  private void pad(StringBuilder line) {
    line.append(" ".repeat(Math.max(0, indent - line.length())));
  }

  /** Prints them whole, whoever else prints. */
  void print(PrintWriter to, String id, String text) {
    to.println(String.join(System.lineSeparator(), of(id, text)));
    to.flush();
  }
}

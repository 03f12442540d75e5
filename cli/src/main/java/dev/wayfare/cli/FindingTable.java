package dev.wayfare.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.cli.Finding.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings as text of 80 columns, or as JSON. */
record FindingTable(List<Finding> findings) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int COLUMNS = 80;
  private static final String INDENT = " ".repeat(26);

  FindingTable {
    findings = List.copyOf(findings);
  }

  boolean isComplete() {
    return findings.stream().noneMatch(finding -> finding.state() == State.MISSING);
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    for (Finding finding : findings) {
      List<String> found = wrapped(finding.found());
      lines.add("%-8s%-18s%s".formatted(state(finding), finding.what(), found.getFirst()));
      found.stream().skip(1).forEach(line -> lines.add(INDENT + line));
      if (!finding.get().isEmpty()) {
        wrapped(finding.get()).forEach(line -> lines.add(INDENT + line));
      }
    }
    return lines;
  }

  String json() {
    ObjectNode root = JSON.createObjectNode().put("complete", isComplete());
    ArrayNode checks = root.putArray("checks");
    for (Finding finding : findings) {
      checks
          .addObject()
          .put("what", finding.what())
          .put("state", state(finding))
          .put("found", finding.found())
          .put("get", finding.get());
    }
    return root.toPrettyString();
  }

  private static String state(Finding finding) {
    return finding.state().name().toLowerCase(Locale.ROOT);
  }

  /** Broken at spaces; a word that is longer than a line, such as a path, is broken anywhere. */
  private static List<String> wrapped(String text) {
    int width = COLUMNS - INDENT.length();
    var lines = new ArrayList<String>();
    String rest = text;
    while (rest.length() > width) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}

package dev.wayfare.cli;

import dev.wayfare.packager.cache.CompileCache;
import dev.wayfare.packager.compile.CodeReport;
import dev.wayfare.packager.compile.FunctionSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What {@code wayfare inspect} tells of a module's compiled code. */
final class CodeSummary {
  private static final int MOST_NAMED = 10;

  private final CompileCache.Found found;

  CodeSummary(CompileCache.Found found) {
    this.found = found;
  }

  List<String> lines() {
    CodeReport report = found.module().report();
    long bytes = found.module().code().values().stream().mapToLong(each -> each.length).sum();
    var lines = new ArrayList<String>();
    lines.add(
        "code     "
            + found.module().code().size()
            + " files, "
            + bytes
            + " bytes, "
            + switch (found.source()) {
              case COMPILER -> "compiled now";
              case FOLDER, MEMORY -> "compiled earlier and kept in the cache";
            });
    addGroup(
        lines,
        report.split(),
        "compiled in pieces, since a JVM method holds " + CodeReport.METHOD_BYTES + " bytes");
    addGroup(
        lines,
        report.interpreted(),
        "interpreted, 10 to 100 times slower, since a JVM method holds "
            + CodeReport.METHOD_BYTES
            + " bytes");
    addGroup(
        lines,
        report.neverOptimized(),
        "compiled, but above "
            + CodeReport.OPTIMIZED_BYTES
            + " bytes, so run in the JVM's own interpreter unless -XX:-DontCompileHugeMethods");
    return lines;
  }

  private static void addGroup(List<String> lines, List<FunctionSize> functions, String what) {
    if (functions.isEmpty()) {
      return;
    }
    lines.add("  " + functions.size() + " " + what);
    functions.stream()
        .sorted(Comparator.comparingInt(FunctionSize::bytecodeBytes).reversed())
        .limit(MOST_NAMED)
        .forEach(each -> lines.add("    " + each));
    int rest = functions.size() - MOST_NAMED;
    if (rest > 0) {
      lines.add("    and " + rest + " smaller ones");
    }
  }
}

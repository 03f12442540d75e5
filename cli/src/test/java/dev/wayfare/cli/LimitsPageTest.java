package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.packager.archive.PlatformLimit;
import dev.wayfare.packager.archive.PlatformLimit.By;
import dev.wayfare.shim.contract.Cases;
import dev.wayfare.shim.contract.PlatformField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/limits.md says what the tests hold to be true. */
final class LimitsPageTest {
  private static final Path DOCS = Project.ROOT.resolve("docs");
  private static final Path PAGE = DOCS.resolve("limits.md");

  /** Where the page as it should be is put. */
  private static final Path MADE = Path.of("target", "limits.md");

  @Test
  void thePageHasTheTablesOfTheDataFiles() throws IOException {
    String page = Files.readString(PAGE);
    String made = withTable(withTable(page, "limits", limits()), "fields", fields());
    Files.writeString(MADE, made);
    assertThat(page).as("copy cli/%s to %s", MADE, PAGE).isEqualTo(made);
  }

  @Test
  void everyLimitIsMetByACaseAndEveryCaseMeetsKnownLimits() {
    var met = new TreeSet<String>();
    Cases.all().forEach(each -> met.addAll(each.limits().keySet()));
    assertThat(met)
        .isEqualTo(
            PlatformLimit.all().stream()
                .map(PlatformLimit::id)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static String withTable(String page, String name, String table) {
    String marker = "<!-- " + name + " -->\n";
    int begin = page.indexOf(marker) + marker.length();
    int end = page.indexOf("\n## ", begin);
    return page.substring(0, begin) + "\n" + table + (end < 0 ? "" : page.substring(end));
  }

  private static String limits() {
    var table = new StringBuilder("| where | what | what happens | behind the router |\n");
    table.append("| --- | --- | --- | --- |\n");
    for (PlatformLimit limit : PlatformLimit.all()) {
      table.append(
          row(
              String.join(", ", limit.places()),
              limit.what(),
              limit.outcome() + " ([source](" + limit.source() + "))",
              behindRouter(limit)));
    }
    return table.toString();
  }

  private static String behindRouter(PlatformLimit limit) {
    if (limit.isUndoneByRouter()) {
      return "arrives";
    }
    return limit.by() == By.SHIM && limit.status().orElse(0) == 502
        ? "the next place is tried"
        : "the same";
  }

  private static String fields() {
    var table = new StringBuilder("| field | of | where | what the way does | why |\n");
    table.append("| --- | --- | --- | --- | --- |\n");
    for (PlatformField field : PlatformField.all()) {
      table.append(
          row(
              "`" + field.name() + "`",
              field.isOfRequest() ? "request" : "answer",
              String.join(", ", field.places()),
              switch (field.how()) {
                case ADDED -> "adds it where it was not sent";
                case APPENDED -> "adds to what was sent";
                case REPLACED -> "puts its own in place of what was sent";
              },
              field.why() + " ([source](" + link(field.source()) + "))"));
    }
    return table.toString();
  }

  private static String link(String source) {
    return source.toLowerCase(Locale.ROOT).startsWith("http")
        ? source
        : DOCS.relativize(Project.ROOT.resolve(source)).toString();
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells).replace("\\|", "|") + " |\n";
  }
}

package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/metrics.md says is so. */
final class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final String SOMETIMES = "*only once there was one*";

  /** One line of a table of the page. */
  private record Row(String type, Set<String> labels, boolean sometimes) {}

  private static Map<String, Row> rows() throws IOException {
    Map<String, Row> rows = new HashMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("| `")) {
        List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
        Set<String> labels =
            Arrays.stream(cells.get(4).replace("`", "").split(","))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Row row = new Row(cells.get(2), labels, line.contains(SOMETIMES));
        assertThat(rows.put(cells.get(1).replace("`", ""), row)).as(line).isNull();
      }
    }
    return rows;
  }

  @Test
  void everyMetricHasARowAndNoOtherDoes(@TempDir Path folder) throws IOException {
    Map<String, Row> rows = rows();
    try (BusyRouter router = new BusyRouter(folder)) {
      Scrape scrape = router.scrape();
      assertThat(rows).containsKeys(scrape.families().keySet().toArray(String[]::new));
      rows.forEach(
          (name, row) -> {
            Scrape.Family family = scrape.families().get(name);
            if (family == null) {
              assertThat(row.sometimes()).as(name + " is in the scrape").isTrue();
            } else {
              assertThat(family.type()).as(name).isEqualTo(row.type());
              assertThat(family.labels()).as(name).isEqualTo(row.labels());
            }
          });
    }
  }

  @Test
  void aTargetMakesAsManySeriesAsThePageSays() throws IOException {
    String page = Files.readString(PAGE);
    try (StubTarget one = StubTarget.answering(200, "fine");
        RunningRouter router = new RunningRouter("", one.port(), one.port(), one.port())) {
      long idle = count(router, "target=\"t1\"");
      assertThat(idle).isEqualTo(said(page, "nobody calls\\s+makes (\\d+) series"));
      router.get("/f");
      Await.until("it is counted", () -> count(router, "wayfare_overhead_seconds_count 1") == 1);
      long used = count(router, "target=\"t0\"");
      long unused = count(router, "target=\"t1\"");
      assertThat(unused).as("with the two of the comparison").isEqualTo(idle + 2);
      assertThat(used - unused).isEqualTo(said(page, "it gets (\\d+) more"));
      assertThat(count(router, "function=\"f\"") - used - 2 * unused)
          .isEqualTo(said(page, "function gets (\\d+)\\s+with its first request"));
    }
  }

  private static long said(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertThat(matcher.find()).as(pattern).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static long count(RunningRouter router, String label) {
    return router.admin("/metrics").body().lines().filter(it -> it.contains(label)).count();
  }
}

package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alarms for Prometheus fit what the router shows, and the runbook has them all. */
final class AlertsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern HEADING = Pattern.compile("(?m)^### (\\w+)$");

  private static List<Map<?, ?>> rules() throws IOException {
    String text = Files.readString(DOCS.resolve("prometheus/alerts.yaml"));
    Object file =
        Objects.requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(text));
    return list(file, "groups").stream()
        .flatMap(group -> list(group, "rules").stream())
        .<Map<?, ?>>map(rule -> (Map<?, ?>) rule)
        .toList();
  }

  private static List<?> list(Object map, String key) {
    return (List<?>) Objects.requireNonNull(((Map<?, ?>) map).get(key));
  }

  private static String text(Map<?, ?> rule, String key) {
    return (String) Objects.requireNonNull(rule.get(key), () -> key + " of " + rule);
  }

  @Test
  void everyAlarmIsOverMetricsThatThereAreWithLabelsThatTheyHave(@TempDir Path folder)
      throws IOException {
    List<Map<?, ?>> rules = rules();
    assertThat(rules).hasSizeGreaterThan(10);
    try (BusyRouter router = new BusyRouter(folder)) {
      Scrape scrape = router.scrape();
      for (Map<?, ?> rule : rules) {
        Query.of(text(rule, "expr")).fits(scrape);
      }
    }
  }

  @Test
  void theRunbookHasAPartForEachAlarmInTheirOrder() throws IOException {
    List<String> parts =
        HEADING
            .matcher(Files.readString(DOCS.resolve("runbook.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(parts)
        .containsExactlyElementsOf(rules().stream().map(rule -> text(rule, "alert")).toList());
  }
}

package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard for Grafana fits what the router shows. */
final class DashboardTest {
  private static final Path FILE = Path.of("..", "docs", "grafana", "wayfare.json");
  private static final Pattern METRIC = Pattern.compile("\\b(wayfare|jvm|process|system)_\\w+");
  private static final Pattern SELECTED =
      Pattern.compile("((?:wayfare|jvm|process|system)_\\w+)\\{([^}]*)}");
  private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

  private static JsonNode dashboard() throws IOException {
    return new JsonMapper().readTree(FILE.toFile());
  }

  private static List<String> queries(JsonNode dashboard) {
    List<String> queries = new ArrayList<>();
    dashboard.findValues("expr").forEach(it -> queries.add(it.asText()));
    dashboard.findValues("definition").forEach(it -> queries.add(it.asText()));
    return queries;
  }

  @Test
  void everyQueryNamesMetricsThatThereAreWithLabelsThatTheyHave(@TempDir Path folder)
      throws IOException {
    List<String> queries = queries(dashboard());
    assertThat(queries).hasSizeGreaterThan(30);
    try (BusyRouter router = new BusyRouter(folder)) {
      Scrape scrape = router.scrape();
      Set<String> names = scrape.names();
      for (String query : queries) {
        Set<String> used = new TreeSet<>();
        METRIC.matcher(query).results().forEach(found -> used.add(found.group()));
        assertThat(used).as(query).isNotEmpty().isSubsetOf(names);
        assertThat(labels(query)).as(query).isSubsetOf(known(scrape, used));
      }
    }
  }

  private static Set<String> labels(String query) {
    Set<String> labels = new HashSet<>();
    SELECTED
        .matcher(query)
        .results()
        .forEach(
            found -> {
              for (String matcher : found.group(2).split(",", -1)) {
                labels.add(matcher.split("[=!]", 2)[0]);
              }
            });
    BY.matcher(query)
        .results()
        .forEach(found -> labels.addAll(List.of(found.group(1).split(", ", -1))));
    return labels;
  }

  private static Set<String> known(Scrape scrape, Set<String> names) {
    Set<String> labels = new HashSet<>(OF_PROMETHEUS);
    scrape.families().values().stream()
        .filter(family -> family.samples().keySet().stream().anyMatch(names::contains))
        .forEach(family -> labels.addAll(family.labels()));
    return labels;
  }

  @Test
  void itHasWhatGrafanaNeeds() throws IOException {
    JsonNode dashboard = dashboard();
    assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
    assertThat(dashboard.path("uid").asText()).matches("[a-z-]{1,40}");
    assertThat(dashboard.path("title").asText()).isNotEmpty();
    JsonNode source = dashboard.path("templating").path("list").path(0);
    assertThat(source.path("name").asText()).isEqualTo("datasource");
    assertThat(source.path("type").asText()).isEqualTo("datasource");
    assertThat(source.path("query").asText()).isEqualTo("prometheus");
    assertThat(dashboard.findValues("datasource").stream().map(it -> it.path("uid").asText()))
        .containsOnly("${datasource}");
    List<String> ids = new ArrayList<>();
    dashboard.path("panels").forEach(it -> ids.add(it.path("id").asText()));
    assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    assertThat(
            dashboard
                .path("panels")
                .valueStream()
                .filter(it -> it.path("type").asText().equals("row"))
                .map(it -> it.path("title").asText())
                .collect(Collectors.toList()))
        .containsExactly(
            "Traffic",
            "Latency",
            "Targets and decisions",
            "Spend and savings (estimates)",
            "Health",
            "Ledger and prices",
            "Limits");
  }

  @Test
  void itShowsEveryMetricOfTheRoutersOwn(@TempDir Path folder) throws IOException {
    String queries = String.join("\n", queries(dashboard()));
    try (BusyRouter router = new BusyRouter(folder)) {
      assertThat(
              router.scrape().families().keySet().stream().filter(it -> it.startsWith("wayfare_")))
          .filteredOn(it -> !it.endsWith("_written_total") && !it.endsWith("_exported_total"))
          .filteredOn(it -> !it.equals("wayfare_ledger_durable"))
          .allSatisfy(it -> assertThat(queries).contains(it));
    }
  }
}

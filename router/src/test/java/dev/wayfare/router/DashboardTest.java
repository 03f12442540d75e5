package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard for Grafana fits what the router shows. */
final class DashboardTest {
  private static final Path FILE = Path.of("..", "docs", "grafana", "wayfare.json");

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
      queries.forEach(query -> Query.of(query).fits(scrape));
    }
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
            "Limits",
            "Consumers");
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

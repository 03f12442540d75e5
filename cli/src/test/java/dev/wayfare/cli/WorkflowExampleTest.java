package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.DialectId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** The example for GitHub Actions. */
final class WorkflowExampleTest {
  private static final Path FILE = Project.ROOT.resolve("deploy/github-actions/deploy.yml");
  private static final Pattern COMMAND = Pattern.compile("\\bwayfare ([a-z-]+)((?: \\S+)*)");

  @Test
  void itMatchesTheSchemaOfWorkflows() throws IOException {
    assertThat(faults(Files.readString(FILE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "runs-on, runson",
    "steps:, step:",
    "id-token: write, id-token: all",
    "'uses: azure/login@v2', 'use: azure/login@v2'",
    "timeout-minutes: 60, timeout-minutes: an hour",
  })
  void aMistakeIsNoticed(String right, String wrong) throws IOException {
    String text = Files.readString(FILE);
    assertThat(text).contains(right);
    assertThat(faults(text.replace(right, wrong))).isNotEmpty();
  }

  @Test
  void itNamesCommandsAndOptionsThatExist() throws IOException {
    Map<String, CommandLine> commands = Wayfare.commandLine().getSubcommands();
    List<MatchResult> named =
        steps().findValuesAsText("run").stream()
            .flatMap(run -> COMMAND.matcher(run).results())
            .toList();
    assertThat(named).extracting(found -> found.group(1)).contains("plan", "deploy", "verify");
    for (MatchResult found : named) {
      CommandLine command = commands.get(found.group(1));
      if (command == null) {
        assertThat(found.group(1)).isIn("plan", "deploy");
      } else {
        assertThat(command.getCommandSpec().optionsMap().keySet())
            .containsAll(
                Pattern.compile("--[a-z-]+")
                    .matcher(found.group(2))
                    .results()
                    .map(MatchResult::group)
                    .toList());
      }
    }
  }

  @Test
  void itMayDoNoMoreThanItMust() throws IOException {
    JsonNode workflow = yaml(Files.readString(FILE));
    assertThat(workflow.get("permissions")).isEmpty();
    assertThat(workflow.at("/jobs/deploy/permissions"))
        .isEqualTo(yaml("{contents: read, id-token: write}"));
    assertThat(steps().findValuesAsText("uses"))
        .allMatch(action -> action.matches("[a-z-]+/[a-z-]+@v[0-9]+"));
    // A script takes values from its environment, so that none becomes a part of it.
    assertThat(steps().findValuesAsText("run")).noneMatch(run -> run.contains("${{"));
  }

  @Test
  void itSaysWhichVariablesItTakes() throws IOException {
    String text = Files.readString(FILE);
    Set<String> taken =
        Pattern.compile("(?:vars|secrets)\\.(\\w+)")
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(text.substring(0, text.indexOf("\nname:"))).contains(taken);
  }

  private static JsonNode steps() throws IOException {
    return yaml(Files.readString(FILE)).at("/jobs/deploy/steps");
  }

  private static List<String> faults(String text) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            WorkflowExampleTest.class.getResourceAsStream("schemas/github-workflow.json"))) {
      return SchemaRegistry.withDefaultDialectId(DialectId.DRAFT_7)
          .getSchema(new JsonMapper().readTree(in))
          .validate(yaml(text))
          .stream()
          .map(Object::toString)
          .toList();
    }
  }

  private static JsonNode yaml(String text) {
    return new JsonMapper()
        .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }
}

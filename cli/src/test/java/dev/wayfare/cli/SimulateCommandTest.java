package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.pricing.PriceBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** What {@code wayfare simulate} prints, in this process. */
final class SimulateCommandTest {
  private static final String WORKLOAD =
      """
      version: 1
      start: "2026-03-10T12:00:00Z"
      duration: 1h
      traffic:
        - function: f
          per-second: 2
          work: {median: 200ms, p99: 300ms}
          response: {median: 1KiB}
      """;
  private static final String POLICY =
      """
      version: 1
      accounts: {aws: {free-tier: used}}
      functions:
        f:
          path: /
          targets:
            - {id: aws, provider: aws, region: us-east-1, architecture: arm64, memory: 512MiB}
            - {id: own, provider: edge, region: local, memory: 512MiB, price: {usd-per-million-requests: "2"}}
      """;

  @TempDir private Path folder = Path.of("");
  private Path workload = Path.of("");
  private Path policy = Path.of("");
  private Path prices = Path.of("");

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void write() throws IOException {
    workload = Files.writeString(folder.resolve("workload.yaml"), WORKLOAD);
    policy = Files.writeString(folder.resolve("wayfare.yaml"), POLICY);
    prices = Files.write(folder.resolve("prices.json"), PriceBook.shipped().toJson());
  }

  private Result simulate(String... more) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command =
        Wayfare.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "simulate",
                "--workload",
                workload.toString(),
                "--policy",
                policy.toString(),
                "--prices",
                prices.toString()));
    arguments.addAll(List.of(more));
    int code = command.execute(arguments.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  @Test
  void theTableComparesWithEachProviderInEightyColumns() {
    Result result = simulate();
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(result.out())
        .containsPattern(
            "(?m)^7,[0-9]{3} requests in 1 h of virtual time from 2026-03-10T12:00:00Z,$")
        .containsPattern("(?m)^1 router, seed 1, prices of ")
        .containsPattern("(?m)^all targets +0\\.01[0-9]{4} +0 +[0-9.]+ ms +[0-9.]+ ms$")
        .containsPattern("(?m)^aws alone +0\\.01[0-9]{4} +-?0\\.[0-9]{2}% ")
        .containsPattern("(?m)^edge alone +0\\.014[0-9]{3} +[0-9.]+% ")
        .doesNotContain("gcp alone")
        .containsPattern("(?m)^in hindsight +0\\.01[0-9]{4}  the least to serve; it cost ");
  }

  @Test
  void aSeedDecidesWhatIsDrawn() {
    assertThat(simulate("--seed", "7")).isEqualTo(simulate("--seed", "7"));
    assertThat(simulate("--seed", "7").out()).isNotEqualTo(simulate("--seed", "8").out());
  }

  @Test
  void jsonHasEveryDigit() throws IOException {
    JsonNode root = new JsonMapper().readTree(simulate("--json").out());
    JsonNode all = root.required("all");
    assertThat(all.required("usd").textValue()).matches("0\\.0[0-9]{5,}");
    assertThat(all.required("purposes").required("served").required("calls").longValue())
        .isGreaterThan(6_900);
    assertThat(root.required("single").propertyStream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("aws", "edge");
    assertThat(all.required("answersByTarget").required("aws").longValue()).isGreaterThan(6_000);
  }

  @Test
  void thePlotHasALineForEachOfTheTables() throws Exception {
    Path svg = folder.resolve("spend.svg");
    assertThat(simulate("--plot", svg.toString()).code()).isZero();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Files.readString(svg))));
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(3);
    assertThat(document.getElementsByTagName("svg").item(0).getTextContent())
        .contains("all targets", "aws alone", "edge alone", "USD", "hours");
  }

  @Test
  void wrongInputIsOneSentenceWithItsPlace() throws IOException {
    Files.writeString(workload, WORKLOAD.replace("function: f", "function: g"));
    assertThat(simulate())
        .isEqualTo(
            new Result(
                2,
                "",
                "wayfare: the workload calls function \"g\", which " + policy + " has not\n"));
    Files.writeString(workload, WORKLOAD.replace("duration: 1h", "duration: 1y"));
    assertThat(simulate().err())
        .startsWith("wayfare: " + workload + ":3:11: \"duration\" must be a time with its unit");
    Files.delete(workload);
    assertThat(simulate().err()).isEqualTo("wayfare: " + workload + ": there is no such file\n");
  }
}

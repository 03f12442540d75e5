package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.wayfare.pricing.PriceBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code wayfare prices}, with a price list on loopback. */
final class PricesCommandTest {
  private static final String GOOD =
      """
      {"BillingCurrency": "USD", "NextPageLink": null, "Items": [
       {"currencyCode": "USD", "tierMinimumUnits": 0, "retailPrice": 0, "armRegionName": "eastus",
        "effectiveStartDate": "2024-11-01T00:00:00Z", "meterName": "On Demand Execution Time",
        "productName": "Flex Consumption", "serviceName": "Functions",
        "unitOfMeasure": "1 GB Second", "type": "Consumption"},
       {"currencyCode": "USD", "tierMinimumUnits": 100000, "retailPrice": 0.00003,
        "armRegionName": "eastus", "effectiveStartDate": "2024-11-01T00:00:00Z",
        "meterName": "On Demand Execution Time", "productName": "Flex Consumption",
        "serviceName": "Functions", "unitOfMeasure": "1 GB Second", "type": "Consumption"},
       {"currencyCode": "USD", "tierMinimumUnits": 0, "retailPrice": 0, "armRegionName": "eastus",
        "effectiveStartDate": "2024-11-01T00:00:00Z", "meterName": "Standard Data Transfer Out",
        "productName": "Rtn Preference: MGN", "serviceName": "Bandwidth",
        "unitOfMeasure": "1 GB", "type": "Consumption"},
       {"currencyCode": "USD", "tierMinimumUnits": 100, "retailPrice": 0.087,
        "armRegionName": "eastus", "effectiveStartDate": "2024-11-01T00:00:00Z",
        "meterName": "Standard Data Transfer Out", "productName": "Rtn Preference: MGN",
        "serviceName": "Bandwidth", "unitOfMeasure": "1 GB", "type": "Consumption"}]}
      """;

  @TempDir private Path folder = Path.of("");
  private final HttpServer azure = server();
  private volatile String page = GOOD;
  private volatile int status = 200;

  /** What a run printed and ended with. */
  private record Run(int code, String out, String err) {}

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    azure.createContext(
        "/",
        exchange -> {
          byte[] body = page.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    azure.start();
    Files.writeString(
        folder.resolve("wayfare.yaml"),
        """
        version: 1
        prices:
          file: prices.json
          sources: {azure: {url: "http://127.0.0.1:%d/"}}
        functions:
          f:
            path: /
            targets: [{id: a, provider: azure, region: eastus, memory: 512MiB}]
        """
            .formatted(azure.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    azure.stop(0);
  }

  @Test
  void showPrintsPricesWithinEightyColumns() {
    Run run = prices("show");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("prices of " + PriceBook.shipped().asOf() + ", shipped")
        .contains(PriceBook.shipped().sha256())
        .contains("azure flex in eastus")
        .contains("  any    GB_SECONDS                 100000        0.000026  high   2026-11-23");
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void showPrintsOneRegionAsJsonWithDecimalsAsTexts() throws IOException {
    Run run = prices("show", "--provider", "aws", "--region", "us-east-1", "--json");
    JsonNode json = new JsonMapper().readTree(run.out());

    assertThat(json.at("/prices/0/region").asText()).isEqualTo("us-east-1");
    assertThat(json.at("/prices"))
        .allSatisfy(price -> assertThat(price.at("/provider").asText()).isEqualTo("aws"));
    assertThat(json.findValues("usd")).isNotEmpty().allMatch(JsonNode::isTextual);
    assertThat(run.out()).contains("\"usd\" : \"0.0000166667\"").doesNotContain("E-");
  }

  @Test
  void refreshKeepsWhatTheListSays() {
    Run run = prices("refresh");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("azure functions 2 prices, 2 changed")
        .contains("  moved GB_SECONDS of azure flex on x86_64 in eastus")
        .contains("0.000026 to 0.00003 from 100000 on")
        .contains("kept in " + folder.resolve("prices.json"));
    assertThat(run.out().lines())
        .filteredOn(line -> !line.startsWith("kept in"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(run.code()).isZero();
    assertThat(prices("show", "--region", "eastus").out()).contains("0.00003");
    assertThat(prices("diff").out()).contains("8 prices differ from shipped of");
    assertThat(prices("diff", folder.resolve("prices.json").toString()).out())
        .startsWith("0 prices differ");
  }

  @Test
  void quotesAreMadeFromWhatARefreshKept() {
    String[] quote = {
      "quote",
      "--target",
      "azure:eastus:flex:512MiB",
      "--duration",
      "1000ms",
      "--requests",
      "10000000",
      "--config",
      folder.resolve("wayfare.yaml").toString()
    };
    String before = run(quote).out();
    prices("refresh");

    assertThat(before).contains("127.40");
    assertThat(run(quote).out()).contains("147.00");
  }

  @Test
  void aListThatIsNotBelievedExitsWithOneUntilItIsConfirmed() {
    page = GOOD.replace("0.00003", "0.003");
    Run refused = prices("refresh");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out())
        .contains("azure functions not believed:")
        .contains("moved by more than a");
    assertThat(prices("show", "--region", "eastus").out()).contains(" 0.000026 ");
    assertThat(prices("refresh", "--accept-changes").code()).isZero();
    assertThat(prices("show", "--region", "eastus").out()).contains(" 0.003 ");
  }

  @Test
  void aFailureIsOneSentenceExitsWithOneAndKeepsTheLastGoodBook() {
    prices("refresh");
    status = 404;
    Run run = prices("refresh");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("azure functions not read: 127.0.0.1:")
        .contains("answered 404")
        .contains("stay in force")
        .doesNotContain("Exception");
    assertThat(prices("show", "--region", "eastus").out()).contains("0.00003");
  }

  @Test
  void refreshReportsAsJson() throws IOException {
    JsonNode json = new JsonMapper().readTree(prices("refresh", "--json").out());

    assertThat(json.at("/lists/0/outcome").asText()).isEqualTo("accepted");
    assertThat(json.at("/lists/0/changes/0/moves/0/after").asText()).isEqualTo("0.00003");
  }

  @Test
  void verifyFindsADamagedFileAndATargetWithoutAPrice() throws IOException {
    prices("refresh");
    Path file = folder.resolve("prices.json");
    Files.writeString(file, Files.readString(file).replace("\"0.00003\"", "\"0.00004\""));
    Path config = folder.resolve("wayfare.yaml");
    Files.writeString(config, Files.readString(config).replace("eastus", "nowhere"));
    Run run = prices("verify");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().replace("\n  ", " "))
        .contains("sha256 does not fit the content")
        .contains("azure flex on x86_64 in nowhere has no sourced price");
  }

  @Test
  void verifyFindsStalePrices() throws IOException {
    Path config = folder.resolve("wayfare.yaml");
    Files.writeString(
        config, Files.readString(config).replace("prices:\n", "prices:\n  stale-after: 1ms\n"));

    assertThat(prices("verify").out()).contains("prices were last read more than");
    assertThat(prices("verify").code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show --provider ibm",
        "show --region mars",
        "diff nowhere.json",
        "refresh --max",
        "show --config nowhere.yaml",
        ""
      })
  void wrongInputIsOneSentenceAndExitsWithTwo(String arguments) {
    List<String> words = new ArrayList<>(List.of("prices"));
    words.addAll(Arrays.stream(arguments.split(" ")).filter(it -> !it.isEmpty()).toList());
    Run run = run(words.toArray(String[]::new));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("wayfare: ").hasLineCount(1);
  }

  private Run prices(String... arguments) {
    List<String> all = new ArrayList<>(List.of("prices"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("wayfare.yaml").toString()));
    return run(all.toArray(String[]::new));
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Wayfare.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = command.execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }
}

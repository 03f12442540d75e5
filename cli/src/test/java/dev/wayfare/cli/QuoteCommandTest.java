package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** What {@code wayfare quote} prints, in this process. */
final class QuoteCommandTest {
  private static final String THREE =
      "--target aws:us-east-1:arm64:512MiB --target azure:eastus:flex:2048MiB"
          + " --target gcp:us-central1:1vcpu:512MiB --duration 5ms --requests 1000000"
          + " --response-bytes 2000";

  @TempDir private Path folder;

  /**
   * @param code what the process would exit with
   * @param out standard output
   * @param err standard error
   */
  private record Outcome(int code, String out, String err) {}

  @Test
  void aMonthIsToldByMeterWithTheCheapestTargetFirst() {
    Outcome outcome = quote(THREE + " --month-to-date used");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains(
            """
            1  aws:us-east-1:arm64:512MiB
               requests                      1,000,000          0.200000  high   2026-09-28
               gb-seconds                        2,500          0.033334  high   2026-09-28
               egress-gb                             2          0.180000  high   2026-09-06
               total                                            0.413334  high   2026-09-06
            2  gcp:us-central1:1vcpu:512MiB
            """)
        .contains("   total                                           52.574000  high   2026-09-24")
        .contains("   2 or 3: 2 throughout");
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void breakEvenDurationsSayFromWhereOnATargetIsTheCheaper() {
    assertThat(
            quote(
                    "--target aws:us-east-1:1024MiB --target azure:eastus:consumption:1GiB"
                        + " --duration 5ms --month-to-date used")
                .out())
        .contains("   1 or 2: from 1 ms 1, from 96 ms 2\n");
  }

  @Test
  void aFigureOfLowConfidenceSaysSoInItsLineAndInItsTotal() {
    assertThat(quote("--target gcp:asia-south1:1vcpu:512MiB --duration 5ms").out())
        .containsPattern("vcpu-seconds +[0-9,]+ +[0-9.]+  low    2026-09-24")
        .containsPattern("requests +[0-9,]+ +[0-9.]+  high   2026-09-24")
        .containsPattern("total +[0-9.]+  low ");
  }

  @Test
  void smallAmountsKeepTheirDigits() {
    assertThat(
            quote(
                    "--target aws:us-east-1:128MiB --duration 1ms --requests 1"
                        + " --month-to-date used")
                .out())
        .containsPattern("gb-seconds +0.000125 +0.000000002083 ")
        .containsPattern("requests +1 +0.0000002 ");
  }

  @Test
  void jsonHasEveryDigitInStrings() throws IOException {
    Outcome outcome = quote(THREE + " --json");
    JsonNode json = new JsonMapper().readTree(outcome.out());

    assertThat(outcome.code()).isZero();
    assertThat(json.at("/targets/1/target").textValue()).startsWith("gcp:");
    assertThat(json.at("/targets/1/usd").textValue()).isEqualTo("0.09057774066925048828125");
    assertThat(json.at("/targets/1/lines/3/quantity").textValue())
        .isEqualTo("1.86264514923095703125");
    assertThat(json.at("/targets/1/lines/3/meter").textValue()).isEqualTo("egress-gib");
    assertThat(json.at("/targets/2/lines/1/usd").textValue()).isEqualTo("49.4");
    assertThat(json.at("/breakEvens/0/changes/0/cheaper").textValue()).isEqualTo("first");
    assertThat(json.at("/month/calls/0/seconds").textValue()).isEqualTo("0.005");
  }

  @Test
  void aDistributionIsRoundedCallByCall() throws IOException {
    String target = "--target gcp:us-central1:1vcpu:512MiB --json --requests 1000 ";
    JsonNode apart =
        new JsonMapper().readTree(quote(target + "--duration 1ms:1 --duration 199ms:1").out());
    JsonNode mean = new JsonMapper().readTree(quote(target + "--duration 100ms").out());

    assertThat(apart.at("/targets/0/lines/1/quantity").textValue()).isEqualTo("150");
    assertThat(mean.at("/targets/0/lines/1/quantity").textValue()).isEqualTo("100");
  }

  @Test
  void coldStartsReadyInstancesAndStorageAreBilled() {
    assertThat(
            quote(
                    "--target aws:us-east-1:1GiB:storage=1536MiB --duration 1s --requests 1000"
                        + " --cold-starts 10% --init 500ms")
                .out())
        .containsPattern("gb-seconds +1,050 ")
        .containsPattern("storage-gb-seconds +1,050 ");
    assertThat(
            quote(
                    "--target azure:eastus2:flex-always-ready:2048MiB --duration 5ms --requests 0"
                        + " --ready-instances 2 --ready-time 720h")
                .out())
        .containsPattern("standby-gb-seconds +10,368,000 +41.472000 ");
  }

  @Test
  void whatHasBeenUsedBeforeIsPerProvider() {
    String used =
        "--month-to-date aws:requests=900000 --month-to-date azure:requests=200000,egress-gb=100";

    assertThat(quote(THREE + " " + used).out())
        .containsPattern("aws:us-east-1:arm64:512MiB\n +requests +1,000,000 +0.180000 +high")
        .containsPattern("2048MiB\n +requests +1,000,000 +0.380000 +high");
  }

  @Test
  void yourOwnMachineCostsWhatYouSay() {
    Outcome outcome =
        quote(
            "--target edge:rack-1:512MiB:usd-per-million-requests=1.50:usd-per-gb-second=0"
                + " --target edge:rack-2:512MiB --duration 5ms");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .containsPattern("requests +1,000,000 +1.500000 ")
        .containsPattern("gb-seconds +2,500 +0.000000 ")
        .contains(
            "-  edge:rack-2:512MiB has no price: the price of your own machine is yours to say: add"
                + " :usd-per-gb-second=0.00001");
  }

  @Test
  void aMissingPriceIsNeverZero() {
    Outcome outcome = quote("--target aws:eu-west-1:512MiB --duration 5ms");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .startsWith(
            "-  aws:eu-west-1:512MiB has no price: aws lambda on x86_64 in eu-west-1 has no")
        .hasLineCount(1);
    assertThat(
            quote(
                    "--target aws:me-south-1:512MiB --duration 5ms --requests 100000"
                        + " --response-bytes 200000000")
                .out())
        .contains("has no price: the month runs past the last tier whose price is known");
  }

  @Test
  void aPlotHasALineForEachTargetAndNamesIt() throws Exception {
    Path svg = folder.resolve("cost.svg");
    quote(THREE + " --plot " + svg);
    var factory = DocumentBuilderFactory.newInstance();
    Document document =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Files.readString(svg))));

    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(3);
    assertThat(document.getElementsByTagName("svg").item(0).getTextContent())
        .contains("aws:us-east-1:arm64:512MiB")
        .contains("azure:eastus:flex:2048MiB")
        .contains("duration of every request")
        .contains("USD a month");
  }

  @Test
  void anAccountsPricesAndCreditComeFromTheConfiguration() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("wayfare.yaml"),
            """
            version: 1
            accounts:
              aws:
                free-tier: used
                credit-usd: "0.10"
                discounts: [{meter: gb-seconds, percent: 50}]
                prices: [{meter: egress-gb, usd: 0}]
            functions:
              f: {path: /, targets: [{id: a, provider: edge, memory: 1MiB}]}
            """);

    assertThat(quote(THREE + " --config " + file).out())
        .contains("at the accounts' prices of 2026-11-23")
        .containsPattern("gb-seconds +2,500 +0.016667 ")
        .containsPattern("egress-gb +2 +0.000000 ")
        .containsPattern("credit +-0.100000\n")
        .containsPattern("total +0.116667 ");
    assertThat(quote(THREE + " --config nowhere.yaml").err())
        .isEqualTo("wayfare: nowhere.yaml: there is no such file\n");
  }

  @Test
  void pricesMayComeFromAFile() throws IOException {
    Path broken = Files.writeString(folder.resolve("prices.json"), "{}");

    assertThat(quote(THREE + " --prices " + broken).err())
        .isEqualTo("wayfare: " + broken + ": 'format' is missing\n");
    assertThat(quote(THREE + " --prices nowhere.json").err())
        .isEqualTo("wayfare: there is no price book nowhere.json; check the path\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --target oracle:x:512MiB --duration 5ms | --target knows no provider "oracle", only aws, azure, gcp, edge, in "oracle:x:512MiB"
          --target aws --duration 5ms | --target takes PROVIDER:REGION[:PLAN][:arm64|x86_64][:Nvcpu]:NMiB[:storage=NMiB], in "aws"
          --target aws:us-east-1:arm64 --duration 5ms | --target needs a memory such as 512MiB, in "aws:us-east-1:arm64"
          --target aws:us-east-1:flex:512MiB --duration 5ms | --target does not know "flex"; the plans of aws are lambda, lambda-provisioned, in "aws:us-east-1:flex:512MiB"
          --target gcp:us-central1:512MiB --duration 5ms | --target gcp:us-central1:512MiB: run-functions is billed by processors: vcpus must be more than 0, not '0'
          --target azure:eastus:512MiB:storage=1GiB --duration 5ms | --target azure:eastus:512MiB:storage=1GiB: storageMib must be 512 to 10240 on aws, and 0 elsewhere, not '1024'
          --target edge:x:1MiB:usd-per-hour=1 --duration 5ms | --target does not know the price "usd-per-hour=1", in "edge:x:1MiB:usd-per-hour=1"
          --target aws:us-east-1:512MiB --duration 5 | --duration takes a time with its unit, such as 5ms, 1.5s or 2m, not "5"
          --target aws:us-east-1:512MiB --duration 5ms:x | --duration takes a time and perhaps a weight, such as 5ms:90, not "5ms:x"
          --target aws:us-east-1:512MiB --duration 5ms:0 | a weight is 1 to 1000000000000, not 0
          --target aws:us-east-1:512MiB --duration 25h | handlerTime must be 0 to 24 hours, not PT25H
          --target aws:us-east-1:512MiB --duration 999999999h | handlerTime must be 0 to 24 hours, not PT
          --target aws:us-east-1:512MiB --duration 5ms --requests -1 | a month has 0 to 1000000000000 requests, not -1
          --target aws:us-east-1:512MiB --duration 5ms --requests many | Invalid value for option '--requests': 'many' is not a long
          --target aws:us-east-1:512MiB --duration 5ms --response-bytes -1 | responseBytes must be 0 or more, not -1
          --target aws:us-east-1:512MiB --duration 5ms --init 3s | --cold-starts and --init need each other
          --target aws:us-east-1:512MiB --duration 5ms --init 3s --cold-starts 101% | --cold-starts takes 0% to 100%, such as 0.5%, not "101%"
          --target aws:us-east-1:512MiB --duration 5ms --month-to-date much | --month-to-date takes used, or quantities such as aws:requests=900000,gb-seconds=1000, not "much"
          --target aws:us-east-1:512MiB --duration 5ms --month-to-date ibm:used | --month-to-date knows no provider "ibm"
          --target aws:us-east-1:512MiB --duration 5ms --month-to-date requests=1,litres=2 | --month-to-date knows no meter "litres", only requests, gb-seconds
          --target aws:us-east-1:512MiB --duration 5ms --plot /nowhere/x.svg | --plot cannot write /nowhere/x.svg
          --duration 5ms | Missing required option: '--target=TARGET'
          """)
  void aWrongValueIsToldInOneSentence(String arguments, String sentence) {
    Outcome outcome = quote(arguments);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("wayfare: " + sentence).hasLineCount(1);
  }

  @Test
  void moreThanADozenTargetsAreRefused() {
    assertThat(quote("--target aws:us-east-1:512MiB ".repeat(13) + "--duration 1ms").err())
        .isEqualTo("wayfare: --target is for 12 targets at most, not 13\n");
  }

  private static Outcome quote(String arguments) {
    List<String> line = new ArrayList<>(List.of("quote"));
    line.addAll(Arrays.asList(arguments.strip().split(" +")));
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command =
        Wayfare.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = command.execute(line.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }
}

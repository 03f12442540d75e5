package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayfare.pricing.Sku;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CarbonSectionTest {
  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final long GRAM = 1_000_000_000;

  @TempDir private Path folder = Path.of("");

  private PolicySettings parse(String carbon, String file) throws IOException {
    Files.writeString(folder.resolve("carbon.yaml"), file);
    return WayfareConfig.parse(
            folder.resolve("wayfare.yaml"),
            """
            version: 1
            policy: {%s}
            functions:
              f:
                path: /
                targets:
                  - {id: lambda, provider: aws, region: eu-west-1, memory: 512MiB}
            """
                .formatted(carbon))
        .functions()
        .getFirst()
        .policy();
  }

  private Carbon read(String file) throws IOException {
    return parse("carbon: {file: carbon.yaml, usd-per-tonne: \"80\"}", file).carbon();
  }

  @Test
  void anHourOfAProcessorAndItsMemoryEmitsWhatTheMethodologySays() throws IOException {
    Carbon carbon = read("eu-north-1: 10\neu-*: 300\n");
    // 1 vCPU at 0.0023 kW and 1.75 GB at 0.000392 kW, for an hour.
    assertThat(carbon.nanograms(Sku.lambda("eu-north-1", Sku.X86_64, 1792), HOUR_NANOS))
        .isEqualTo(Math.round(0.002986 * 10 * GRAM));
    assertThat(carbon.nanograms(Sku.lambda("eu-west-1", Sku.X86_64, 1792), HOUR_NANOS))
        .isEqualTo(Math.round(0.002986 * 300 * GRAM));
    assertThat(
            carbon.nanograms(
                Sku.runFunctions("eu-west-1", new BigDecimal("0.5"), 1024), HOUR_NANOS / 2))
        .isEqualTo(Math.round(0.001542 / 2 * 300 * GRAM));
  }

  @Test
  void aTonneWeighsWhatTheFileSays() throws IOException {
    // A millionth of 80 USD for a gram.
    assertThat(read("eu-*: 300").picoUsd(GRAM)).isEqualTo(80_000_000);
    assertThat(Carbon.NONE.picoUsd(GRAM)).isZero();
  }

  @Test
  void aRegionThatIsMissingIsAsDirtyAsTheDirtiest() throws IOException {
    Carbon carbon = read("eu-*: 300\nap-south-1: 700\neu-north-1: 10\n");
    Sku known = Sku.lambda("ap-south-1", Sku.X86_64, 512);
    Sku missing = Sku.lambda("us-east-1", Sku.X86_64, 512);
    assertThat(carbon.nanograms(missing, HOUR_NANOS))
        .isEqualTo(carbon.nanograms(known, HOUR_NANOS))
        .isPositive();
  }

  @Test
  void theEnergyCanBeTheUsersOwn() throws IOException {
    Carbon carbon =
        parse(
                "carbon: {file: carbon.yaml, usd-per-tonne: 80, kwh-per-vcpu-hour: 0.01,"
                    + " kwh-per-gb-hour: 0.001}",
                "'*': 100")
            .carbon();
    assertThat(carbon.nanograms(Sku.edge("local", 1792), HOUR_NANOS))
        .isEqualTo(Math.round(0.01175 * 100 * GRAM));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file: carbon.yaml | a: 1 | wayfare.yaml:2:18: missing key \"usd-per-tonne\" in \"carbon\"",
        "usd-per-tonne: 80 | a: 1 | wayfare.yaml:2:18: missing key \"file\" in \"carbon\"",
        "file: carbon.yaml, usd-per-tonne: 0 | a: 1 | \"usd-per-tonne\" must be more than 0 and at"
            + " most 1000000, not \"0\"",
        "file: carbon.yaml, usd-per-tonne: 8, kwh-per-gb-hour: 2 | a: 1 | \"kwh-per-gb-hour\" must"
            + " be more than 0 and at most 1",
        "file: other.yaml, usd-per-tonne: 80 | a: 1 | wayfare.yaml:2:25: there is no file ",
        "file: carbon.yaml, usd-per-tonne: 80 | a: x | carbon.yaml:1:4: \"a\" must be a decimal"
            + " number",
        "file: carbon.yaml, usd-per-tonne: 80 | a: 10001 | carbon.yaml:1:4: \"a\" must be grams of"
            + " CO2e for 1 kWh, at most 10000",
        "file: carbon.yaml, usd-per-tonne: 80 | EU: 1 | carbon.yaml:1:1: \"EU\" is not a region",
        "file: carbon.yaml, usd-per-tonne: 80 | {} | carbon.yaml:1:1: there must be 1 to 1000"
            + " regions",
        "file: carbon.yaml, usd-per-tonne: 80 | [a] | carbon.yaml:1:1: the file of carbon must be"
            + " keys",
        "file: carbon.yaml, usd-per-tonne: 80 | 'a: 1, a: 2' | carbon.yaml:1:8: this is not YAML",
        "fil: carbon.yaml | a: 1 | unknown key \"fil\"; did you mean \"file\"?"
      })
  void aFaultIsSaidInOneSentenceWithItsPlace(String carbon, String file, String sentence) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("carbon: {" + carbon + "}", file))
        .withMessageContaining(sentence);
  }
}

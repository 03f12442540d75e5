package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecisionLogSectionTest {
  private static final Path FILE = Path.of("folder", "wayfare.yaml");

  private static WayfareConfig parse(String section) {
    return WayfareConfig.parse(
        FILE,
        """
        version: 1
        %s
        functions:
          f:
            path: /
            targets:
              - {id: t, provider: edge, memory: 1GiB}
        """
            .formatted(section));
  }

  @Test
  void withoutTheSectionThereIsNoLog() {
    assertThat(parse("").decisionLog()).isNull();
  }

  @Test
  void aFileIsEnough() {
    assertThat(parse("decision-log: {file: decisions.jsonl}").decisionLog())
        .isEqualTo(
            new DecisionLogSettings(Path.of("folder", "decisions.jsonl"), 0.01, 64L << 20, 4));
  }

  @Test
  void everythingCanBeSaid() {
    assertThat(
            parse("decision-log: {file: /d, sample: 2.5%, max-size: 1MiB, files: 2}").decisionLog())
        .isEqualTo(new DecisionLogSettings(Path.of("/d"), 0.025, 1 << 20, 2));
  }

  @Test
  void anotherLogTakesARestart() {
    WayfareConfig without = parse("");
    WayfareConfig with = parse("decision-log: {file: d}");
    assertThat(without.changeThatNeedsRestart(with)).hasValue("decision-log");
    assertThat(with.changeThatNeedsRestart(parse("decision-log: {file: d}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                          | 15: missing key "file" in "decision-log"
          {fille: d}                  | 16: unknown key "fille"; did you mean "file"?
          {file: 7}                   | 22: "file" must be text; put it in quotes, not "7"
          {file: d, sample: 0%}       | 33: "sample" must be a share above 0%; for no log leave the section out, not "0%"
          {file: d, sample: 101%}     | 33: "sample" must be a share from 0% to 100%, such as 2%, not "101%"
          {file: d, sample: 0.01}     | 33: "sample" must be a share from 0% to 100%, such as 2%, not "0.01"
          {file: d, max-size: 1023KiB} | 35: "max-size" must be a size from 1048576 to 17179869184 bytes, not "1023KiB"
          {file: d, max-size: 17GiB}  | 35: "max-size" must be a size from 1048576 to 17179869184 bytes, not "17GiB"
          {file: d, max-size: 64}     | 35: "max-size" must be a size with its unit, such as 64KiB or 512MiB, not "64"
          {file: d, files: 1}         | 32: "files" must be a whole number from 2 to 100, not "1"
          {file: d, files: 101}       | 32: "files" must be a whole number from 2 to 100, not "101"
          """)
  void whatIsWrongIsSaidWithLineAndColumn(String section, String message) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse("decision-log: " + section))
        .withMessage(FILE + ":2:" + message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1048576, 2",
    "1.1, 1048576, 2",
    "NaN, 1048576, 2",
    "1, 1048575, 2",
    "1, 17179869185, 2",
    "1, 1048576, 1",
    "1, 1048576, 101"
  })
  void settingsOutOfBoundsCannotExist(double sample, long maxBytes, int files) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new DecisionLogSettings(FILE, sample, maxBytes, files));
  }
}

package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResilienceSectionTest {
  private static final Path FILE = Path.of("folder", "wayfare.yaml");

  private static Resilience parse(String line) {
    return WayfareConfig.parse(
            FILE,
            """
            version: 1
            router:
              port: 80
              %s
            functions:
              f:
                path: /
                targets:
                  - {id: t, provider: edge, memory: 1GiB}
            """
                .formatted(line))
        .router()
        .resilience();
  }

  @Test
  void aFileThatSaysNothingHasTheDefaults() {
    assertThat(parse("host: localhost")).isEqualTo(Resilience.DEFAULT);
  }

  @Test
  void whatASectionLeavesOutHasItsDefault() {
    assertThat(parse("retry-budget: {share: 2.5%}").retries())
        .isEqualTo(new RetryAllowance(0.025, 10));
    assertThat(parse("retry-budget: {per-second: 0}").retries())
        .isEqualTo(new RetryAllowance(0.2, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          retry-budget: 20%                   | 17: "retry-budget" must be keys with values, not "20%"
          retry-budget: {shaer: 1%}           | 18: unknown key "shaer"; did you mean "share"?
          retry-budget: {share: 101%}         | 25: "share" must be a share from 0% to 100%, such as 2%, not "101%"
          retry-budget: {per-second: -1}      | 30: "per-second" must be a whole number from 0 to 100000, not "-1"
          max-ejected: half                   | 16: "max-ejected" must be a share from 0% to 100%, such as 2%, not "half"
          concurrency: {min: 0}               | 22: "min" must be a whole number from 1 to 100000, not "0"
          concurrency: {min: 9, max: 8}       | 22: "min" must be at most "max", 8, not "9"
          concurrency: {mix: 9}               | 17: unknown key "mix"; did you mean "min"?
          retry-budget: {per-second: 100001}  | 30: "per-second" must be a whole number from 0 to 100000, not "100001"
          """)
  void whatIsWrongIsSaidWithLineAndColumn(String line, String message) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> parse(line))
        .withMessage(FILE + ":4:" + message);
  }

  @Test
  void aLowMaximumIsTheMinimumToo() {
    assertThat(parse("concurrency: {max: 4}").concurrency()).isEqualTo(new ConcurrencyBounds(4, 4));
    assertThat(parse("concurrency: {min: 20, max: 30}").concurrency())
        .isEqualTo(new ConcurrencyBounds(20, 30));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1"})
  void concurrencyBoundsThatMakeNoSenseCannotExist(int min, int max) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new ConcurrencyBounds(min, max));
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 1", "1.1, 1", "NaN, 1", "0.5, -1"})
  void aRetryAllowanceOutOfBoundsCannotExist(double share, int perSecond) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new RetryAllowance(share, perSecond));
  }
}

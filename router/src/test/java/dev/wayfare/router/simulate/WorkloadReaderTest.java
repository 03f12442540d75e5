package dev.wayfare.router.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.Provider;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.Section;
import dev.wayfare.router.config.WayfareConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkloadReaderTest {
  private static final String HEAD =
      """
      version: 1
      start: "2026-03-10T00:00:00Z"
      duration: 12h
      """;
  private static final String TRAFFIC =
      """
      traffic:
        - function: api
          per-second: 8
          work: {median: 12ms, p99: 150ms}
          response: {median: 2KiB}
      """;

  private static Workload read(String text) {
    return WorkloadReader.read(Section.parse(Path.of("w.yaml"), text));
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    Workload workload = read(HEAD + TRAFFIC);
    assertThat(workload.start()).isEqualTo(Instant.parse("2026-03-10T00:00:00Z"));
    assertThat(workload.duration()).isEqualTo(Duration.ofHours(12));
    assertThat(workload.replicas()).isEqualTo(1);
    assertThat(workload.place("any")).isEqualTo(Place.DEFAULT);
    assertThat(workload.traffic())
        .containsExactly(
            new Traffic(
                "api",
                1,
                0,
                8,
                0,
                Traffic.Bursts.NONE,
                new Spread(12e6, 150e6),
                1,
                new Spread(2048, 2048),
                1));
  }

  @Test
  void everyKeyIsRead() {
    Workload workload =
        read(
            HEAD
                + """
                replicas: 3
                traffic:
                  - function: api
                    copies: 40
                    popularity: "1.5"
                    per-second: "2.5"
                    daily-swing: 60%
                    bursts: {every: 20m, for: 1m, factor: 10}
                    work: {median: 30ms, p99: 200ms}
                    variety: 40
                    response: {median: 2KiB, p99: 60KiB}
                    repeatable: 90%
                places:
                  api-aws: {round-trip: 35ms, start: 250ms, keep: 5m, slowness: "1.5", capacity: 7}
                faults:
                  - {target: api-aws, fault: outage, at: 1h, for: 5m}
                  - {target: api-aws, fault: slow, factor: 3, at: 2h, for: 10m, flapping: 20s}
                price-changes:
                  - {at: 6h, provider: azure, factor: "1.5"}
                clock-jumps:
                  - {at: 3h, forward: 1h}
                  - {at: 4h, back: 2h}
                """);
    Traffic.Bursts bursts = new Traffic.Bursts(Duration.ofMinutes(20), Duration.ofMinutes(1), 10);
    assertThat(workload)
        .isEqualTo(
            new Workload(
                Instant.parse("2026-03-10T00:00:00Z"),
                Duration.ofHours(12),
                3,
                List.of(
                    new Traffic(
                        "api",
                        40,
                        1.5,
                        2.5,
                        0.6,
                        bursts,
                        new Spread(30e6, 200e6),
                        40,
                        new Spread(2048, 61440),
                        0.9)),
                Map.of(
                    "api-aws",
                    new Place(
                        Duration.ofMillis(35),
                        1.5,
                        Duration.ofMillis(250),
                        Duration.ofMinutes(5),
                        7)),
                List.of(
                    new Fault(
                        "api-aws",
                        Fault.Kind.OUTAGE,
                        Duration.ofHours(1),
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        1),
                    new Fault(
                        "api-aws",
                        Fault.Kind.SLOW,
                        Duration.ofHours(2),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(20),
                        3)),
                List.of(new Workload.PriceChange(Duration.ofHours(6), Provider.AZURE, 1.5)),
                List.of(
                    new Workload.ClockJump(Duration.ofHours(3), Duration.ofHours(1)),
                    new Workload.ClockJump(Duration.ofHours(4), Duration.ofHours(-2)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version: 2 | w.yaml:1:10: "version" must be 1, the only version so far, not "2"
          replicas: 0 | "replicas" must be a whole number from 1 to 16, not "0"
          seed: 1 | unknown key "seed"
          duration: 32d | "duration" must be a time from 1ms to 2678400s, not "32d"
          start: "yesterday" | must be an instant such as "2026-03-01T00:00:00Z", not "yesterday"
          faults: [{target: a, fault: fire, at: 1h, for: 1m}] | "fault" cannot be "fire"
          faults: [{target: a, fault: slow, at: 1h, for: 1m}] | "factor" is for "fault: slow"
          clock-jumps: [{at: 1h}] | either "forward" or "back"
          price-changes: [{at: 1h, provider: edge, factor: 2}] | "provider" cannot be "edge"
          """)
  void whatIsWrongIsSaidWithItsPlace(String line, String sentence) {
    String key = line.substring(0, line.indexOf(':'));
    String text = (HEAD + TRAFFIC).replaceAll("(?m)^" + key + ":.*\\n", "");
    assertThatThrownBy(() -> read(line + "\n" + text))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("w.yaml:")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          function: api | function: apo | the workload calls function "apo"
          traffic: | places: {nowhere: {capacity: 3}}#traffic: | the workload names target "nowhere"
          """)
  void whatTheConfigurationHasNotIsRefused(String before, String after, String sentence) {
    Workload workload = read((HEAD + TRAFFIC).replace(before, after.replace("#", "\n")));
    WayfareConfig config =
        WayfareConfig.parse(
            Path.of("wayfare.yaml"),
            "version: 1\nfunctions:\n  api:\n    path: /\n    targets:\n      - "
                + Scenario.edge("a", "1"));
    assertThatThrownBy(() -> Simulation.run(config, workload, PriceBook.shipped(), 1, Watcher.NONE))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(sentence);
  }
}

package dev.wayfare.router.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.WayfareConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workloads that are shipped as examples: hundreds of thousands of requests each. */
final class WorkloadsTest {
  private static final Path FOLDER = Path.of("../examples/simulations");

  @ParameterizedTest
  @CsvSource({"steady, wayfare", "month-end, allowances", "functions, wayfare"})
  void spendIsWithinAPercentOfTheBestInHindsight(String workload, String policy) {
    WayfareConfig config = WayfareConfig.read(FOLDER.resolve(policy + ".yaml"), Map.of());
    Simulation.Result result =
        Simulation.run(
            config,
            Workload.read(FOLDER.resolve(workload + ".yaml")),
            PriceBook.shipped(),
            Scenario.SEED,
            Watcher.NONE);
    Outcome outcome = result.outcome();
    assertThat(outcome.requests()).isGreaterThan(300_000);
    assertThat(outcome.failed() + outcome.refused()).isZero();
    assertThat(result.aboveBound().orElseThrow()).isBetween(0.0, 0.01);
    double examined = (double) outcome.charges().getOrDefault(Purpose.EXAMINED, 0L);
    assertThat(examined).isLessThan(0.011 * (double) outcome.requests());
  }
}

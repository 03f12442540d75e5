package dev.wayfare.cli;

import dev.wayfare.deployer.Check;
import dev.wayfare.router.RouterException;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.InvalidConfigException;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.deployed.DeployedTargets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sends golden requests to a version that was just deployed, by a router that knows it alone, and
 * compares its answers with the module's own.
 */
final class SlotCheck implements Check {
  /** So long a new endpoint may take until it is known everywhere, and lets the router in. */
  static final int TRIES = 24;

  static final Duration PAUSE = Duration.ofSeconds(5);

  /** What a platform answers while it does not know a new endpoint, or its callers, everywhere. */
  private static final Pattern PASSING =
      Pattern.compile("no answer.*|status (401|403|404|429|5\\d\\d), not .*", Pattern.DOTALL);

  private final Path file;
  private final Map<String, GoldenAnswers> expected;
  private final Duration pause;

  /**
   * @param file the configuration
   * @param expected by the function's name
   * @param pause between two tries
   */
  SlotCheck(Path file, Map<String, GoldenAnswers> expected, Duration pause) {
    this.file = file;
    this.expected = Map.copyOf(expected);
    this.pause = pause;
  }

  @Override
  public Optional<String> fault(String id, DeployedTargets state) throws InterruptedException {
    try {
      return faultOf(id, state);
    } catch (InvalidConfigException | RouterException | IOException e) {
      return Optional.of("it could not be asked: " + e.getMessage());
    }
  }

  private Optional<String> faultOf(String id, DeployedTargets state)
      throws IOException, InterruptedException {
    WayfareConfig config = WayfareConfig.read(file, System.getenv(), state);
    FunctionConfig function =
        config.functions().stream()
            .filter(it -> it.targets().stream().anyMatch(target -> target.id().equals(id)))
            .findFirst()
            .orElse(null);
    GoldenAnswers golden = function == null ? null : expected.get(function.name());
    if (function == null || golden == null) {
      return Optional.of("the file was changed meanwhile; run the same again");
    }
    TargetConfig target =
        function.targets().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    Optional<String> fault = Optional.of("it was not asked");
    for (int i = 0; i < TRIES && fault.isPresent(); i++) {
      if (i > 0) {
        Thread.sleep(pause);
      }
      VerifiedTarget answers = VerifiedTarget.ask(config, function, target, golden.own());
      fault = answers.differences().stream().findFirst().map(it -> it.request() + ": " + it.what());
      if (answers.differences().stream().noneMatch(it -> PASSING.matcher(it.what()).matches())) {
        return fault; // It answers, and will not answer otherwise.
      }
    }
    return fault;
  }
}

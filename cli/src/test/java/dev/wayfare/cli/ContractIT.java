package dev.wayfare.cli;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.contract.Case;
import dev.wayfare.shim.contract.Cases;
import dev.wayfare.shim.contract.Contract;
import dev.wayfare.shim.contract.Place;
import dev.wayfare.shim.contract.WireClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every package behind its platform, as a user starts it, called directly and through the router:
 * the same contract that each shim is held to alone.
 */
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init") // JUnit sets both
final class ContractIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static WayfareProcess up;

  @Parameter private Target target;

  @BeforeParameterizedClassInvocation
  static void start(Target target, @TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("wayfare.yaml"), config(target));
    up =
        WayfareProcess.start(
            "up", "--config", config.toString(), "--port", "0", "--admin-port", "0");
    up.awaitReady(PATIENCE);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    up.close();
  }

  @TestFactory
  Stream<DynamicTest> aCallerOfTheTargetMeetsTheContract() {
    return tests(new Place(target, endpoint(), false), endpoint());
  }

  @TestFactory
  Stream<DynamicTest> aCallerOfTheRouterMeetsTheContract() {
    return tests(new Place(target, endpoint(), true), up.router());
  }

  private URI endpoint() {
    return up.target(target.id()).endpoint();
  }

  /** Each case of the contract, as a caller of {@code called} meets it at {@code place}. */
  static Stream<DynamicTest> tests(Place place, URI called) {
    return Cases.all().stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each, place, called)));
  }

  private static void check(Case each, Place place, URI called) throws IOException {
    Contract.check(each, place, WireClient.send(called, each.target(), each.request()));
  }

  private static String config(Target target) {
    return """
    version: 1
    router:
      max-request-body: 8MiB
    functions:
      contract:
        path: /
        module: "%s"
        targets:
          - {id: %2$s, provider: %2$s, memory: 512MiB%3$s}
    """
        .formatted(
            Project.ROOT.resolve("packager/src/test/guests/contract.wasm"),
            target.id(),
            place(target));
  }

  private static String place(Target target) {
    return switch (target) {
      case AWS -> ", region: us-east-1";
      case AZURE -> ", region: eastus";
      case GCP -> ", region: us-central1, vcpus: 1";
      case EDGE -> "";
    };
  }
}

package dev.wayfare.cli;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.contract.Case;
import dev.wayfare.shim.contract.Cases;
import dev.wayfare.shim.contract.Contract;
import dev.wayfare.shim.contract.Place;
import dev.wayfare.shim.contract.WireClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every package behind its platform, as a process, called directly and through the router: the same
 * contract that each shim is held to alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContractIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private WayfareProcess up;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path config = Files.writeString(folder.resolve("wayfare.yaml"), config());
    up =
        WayfareProcess.start(
            "up", "--config", config.toString(), "--port", "0", "--admin-port", "0");
    up.awaitReady(PATIENCE);
  }

  @AfterAll
  void stop() throws Exception {
    up.close();
  }

  @TestFactory
  Stream<DynamicContainer> callersOfATargetMeetTheContract() {
    return Arrays.stream(Target.values())
        .map(target -> container(new Place(target, endpoint(target), false, ""), endpoint(target)));
  }

  @TestFactory
  Stream<DynamicContainer> callersOfTheRouterMeetTheContract() {
    return Arrays.stream(Target.values())
        .map(
            target ->
                container(
                    new Place(target, endpoint(target), true, "/" + target.id()), up.router()));
  }

  private URI endpoint(Target target) {
    return up.target(target.id()).endpoint();
  }

  private static DynamicContainer container(Place place, URI called) {
    return DynamicContainer.dynamicContainer(
        place.toString(),
        Cases.all().stream()
            .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each, place, called))));
  }

  private static void check(Case each, Place place, URI called) throws Exception {
    String target = place.prefix() + each.target();
    Contract.check(each, place, WireClient.send(called, target, each.request()));
  }

  /** One function on each target, so that the caller chooses where it runs. */
  private static String config() {
    Path module = GoldenCase.ROOT.resolve("packager/src/test/guests/contract.wasm");
    var yaml = new StringBuilder("version: 1\nrouter:\n  max-request-body: 8MiB\nfunctions:\n");
    for (Target target : Target.values()) {
      yaml.append(
          """
            on-%1$s:
              path: /%1$s
              module: "%2$s"
              targets:
                - {id: %1$s, provider: %1$s, memory: 512MiB%3$s}
          """
              .formatted(target.id(), module, place(target)));
    }
    return yaml.toString();
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

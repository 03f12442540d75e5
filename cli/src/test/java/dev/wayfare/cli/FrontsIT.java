package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.packager.archive.Target;
import dev.wayfare.pricing.Provider;
import dev.wayfare.shim.contract.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The package for AWS behind each front that AWS has but the Function URL, which {@link ContractIT}
 * has: Amazon's own runtime client, called by way of the front directly and through the router.
 */
@ParameterizedClass
@ValueSource(strings = {"http-api", "http-api-1", "rest-api", "alb", "alb-multi"})
@SuppressWarnings("NullAway.Init") // JUnit sets them
final class FrontsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String KEY = "a-key-of-the-fronts-contract";

  private static Process standIn;
  private static URI endpoint;
  private static WayfareProcess router;

  @Parameter private String front;

  @BeforeParameterizedClassInvocation
  static void start(String front, @TempDir Path folder) throws Exception {
    var installation = new Installation(Project.ROOT.resolve("cli/target/wayfare"));
    var command =
        new ArrayList<>(
            new StandInCommand(installation, folder).of(Provider.AWS, packaged(folder), 0, 512));
    command.addAll(List.of("--front", front, "--environments", "1"));
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("log").toFile());
    builder.environment().put("WAYFARE_ROUTER_KEY", KEY);
    builder.environment().put("WAYFARE_CALLERS", "any");
    standIn = builder.start();
    BufferedReader announcement = standIn.inputReader();
    endpoint = URI.create(announcement.readLine().replace("listening ", ""));
    Path key = Files.writeString(folder.resolve("key"), KEY);
    Path config = Files.writeString(folder.resolve("wayfare.yaml"), config(key));
    router =
        WayfareProcess.start(
            "router", "--config", config.toString(), "--port", "0", "--admin-port", "0");
    router.awaitReady(PATIENCE);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws IOException {
    router.close();
    standIn.getOutputStream().close();
    assertThat(standIn.onExit().join().exitValue()).isZero();
  }

  @TestFactory
  Stream<DynamicTest> aCallerOfTheFrontMeetsTheContract() {
    return tests(false, endpoint);
  }

  @TestFactory
  Stream<DynamicTest> aCallerOfTheRouterMeetsTheContract() {
    return tests(true, router.router());
  }

  private Stream<DynamicTest> tests(boolean isRouted, URI called) {
    return ContractIT.tests(new Place(Target.AWS, "aws-" + front, endpoint, isRouted), called);
  }

  private static Path packaged(Path folder) throws Exception {
    Path module = Project.ROOT.resolve("packager/src/test/guests/contract.wasm");
    try (WayfareProcess run =
        WayfareProcess.start(
            "package", module.toString(), "--target", "aws", "--out", folder.toString())) {
      assertThat(run.awaitExit(PATIENCE)).as(run.toString()).isZero();
    }
    return folder.resolve("contract-aws.zip");
  }

  private static String config(Path key) {
    return """
    version: 1
    router:
      max-request-body: 8MiB
    functions:
      contract:
        path: /
        targets:
          - id: aws
            provider: aws
            region: us-east-1
            memory: 512MiB
            endpoint: %s
            key-file: "%s"
    """
        .formatted(endpoint, key);
  }
}

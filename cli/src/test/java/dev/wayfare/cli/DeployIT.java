package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands as users run them, with the providers' own SDKs, against stand-ins for the
 * providers' APIs; and the packages that were uploaded there, behind the providers' runtimes.
 */
final class DeployIT {
  private static final String LAMBDA =
      "{id: lambda, provider: aws, region: us-east-1, architecture: arm64, memory: 512MiB,"
          + " key-file: key}";
  private static final String PUBLIC =
      "{id: public, provider: aws, region: us-west-2, memory: 512MiB, key-file: key, auth: none}";
  private static final String FLEX =
      "{id: flex, provider: azure, region: eastus, memory: 2048MiB, key-file: key}";
  private static final String RUN =
      "{id: run, provider: gcp, region: us-central1, memory: 512MiB, vcpus: 1, key-file: key,"
          + " auth: none}";

  @TempDir private Path folder;

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int status(WayfareProcess router) throws IOException, InterruptedException {
    return get(router.router().resolve("/hello?name=Ada")).statusCode();
  }

  /** The slot that the router sends requests for its one target to. */
  private static String slot(WayfareProcess router) throws IOException, InterruptedException {
    return new JsonMapper()
        .readTree(get(router.admin().resolve("/targets")).body())
        .at("/targets/0/slot")
        .asText();
  }

  @Test
  void whatIsDeployedIsWhatRunsAndIsRoutedToWithoutARestart() throws Exception {
    try (var clouds = new DeployedClouds(folder, LAMBDA, FLEX, RUN);
        WayfareProcess router = clouds.start("router", "--port", "0", "--admin-port", "0")) {
      router.awaitReady(DeployedClouds.PATIENCE);
      assertThat(status(router)).isEqualTo(503);

      assertThat(clouds.run(0, "bootstrap", "--yes"))
          .anyMatch(it -> it.startsWith("aws    the role arn:aws:iam::123456789012:role/wayfare"))
          .anyMatch(it -> it.startsWith("azure  "))
          .anyMatch(it -> it.startsWith("gcp    "));
      assertThat(clouds.run(0, "bootstrap"))
          .containsExactly("aws    all is there", "azure  all is there", "gcp    all is there");
      forget(clouds);

      assertThat(clouds.run(0, "plan", "--requests", "1000000", "--duration", "20ms"))
          .anyMatch(it -> it.matches("lambda +create +acme-hello-lambda"))
          .anyMatch(it -> it.matches("flex +create +acme-hello-flex"))
          .anyMatch(it -> it.matches("run +create +acme-hello-run"))
          .filteredOn(it -> it.matches(" +[0-9.]+ USD a month"))
          .hasSize(3);
      assertThat(changes(clouds)).isEmpty();

      assertThat(clouds.run(0, "deploy"))
          .filteredOn(it -> it.matches("(lambda|flex|run) +serves https?://.*"))
          .hasSize(3);

      clouds.run(0, "verify", "--golden", Project.ROOT.resolve("examples/golden").toString());
      assertThat(clouds.run(0, "status")).hasSize(3).allMatch(it -> it.endsWith("as deployed"));
      Await.until(DeployedClouds.PATIENCE, "the router has it", () -> status(router) == 200);

      forget(clouds);
      assertThat(clouds.run(0, "deploy")).contains("nothing had changed");
      assertThat(clouds.run(0, "plan")).contains("wayfare deploy would change nothing");
      assertThat(changes(clouds)).isEmpty();

      clouds.run(0, "destroy", "--yes");
      assertThat(clouds.run(0, "status")).containsExactly("nothing is deployed");
      assertThat(clouds.gcp.names()).isEmpty();
      assertThat(status(router)).isEqualTo(503);
    }
  }

  private static void forget(DeployedClouds clouds) {
    clouds.aws.forget();
    clouds.azure.forget();
    clouds.gcp.forget();
  }

  /** Tokens are got by POST, too. */
  private static List<String> changes(DeployedClouds clouds) {
    return Stream.of(clouds.aws.changes(), clouds.azure.changes(), clouds.gcp.changes())
        .flatMap(List::stream)
        .filter(it -> !it.contains("/token"))
        .toList();
  }

  @Test
  void aNewVersionTakesItsRequestsByStepsAndMayBeTakenBack() throws Exception {
    try (var clouds = new DeployedClouds(folder, LAMBDA)) {
      clouds.run(0, "deploy");
      try (WayfareProcess router = clouds.start("router", "--port", "0", "--admin-port", "0")) {
        router.awaitReady(DeployedClouds.PATIENCE);
        assertThat(slot(router)).isEqualTo("a");
        clouds.module("hello-c/hello-c.wasm");
        assertThat(clouds.run(0, "plan"))
            .anyMatch(it -> it.matches("lambda +change +another module"));
        assertThat(String.join(" ", clouds.run(0, "status")))
            .contains("the file has another module");

        assertThat(
                clouds.run(
                    0,
                    "deploy",
                    "--canary",
                    "50%",
                    "--step-time",
                    "3",
                    "--router",
                    router.admin().toString()))
            .anyMatch(it -> it.matches("lambda +50% of its requests"));

        assertThat(clouds.serving("lambda")).isEqualTo("b");
        Await.until(
            DeployedClouds.PATIENCE, "the next version serves", () -> slot(router).equals("b"));
        assertThat(status(router)).isEqualTo(200);
        clouds.run(0, "rollback");
        assertThat(clouds.serving("lambda")).isEqualTo("a");
        Await.until(
            DeployedClouds.PATIENCE, "the version before serves", () -> slot(router).equals("a"));
        assertThat(status(router)).isEqualTo(200);
      }
    }
  }

  @Test
  void aCanaryWithoutARouterThatTellsIsNotBegun() throws Exception {
    try (var clouds = new DeployedClouds(folder, LAMBDA)) {
      clouds.run(0, "deploy");
      clouds.setting("two");

      List<String> told =
          clouds.run(2, "deploy", "--canary", "5%", "--router", "http://127.0.0.1:1");

      assertThat(String.join(" ", told)).contains("--canary 100%");
      assertThat(clouds.deployed("lambda").path("slots").has("b")).isFalse();
    }
  }

  @Test
  void aTargetThatFailsLeavesTheOthersToGoOn() throws Exception {
    try (var clouds = new DeployedClouds(folder, LAMBDA, PUBLIC)) {
      for (int i = 0; i < 20; i++) {
        clouds.aws.fail(
            it -> it.startsWith("POST /2015-03-31/functions/acme-hello-public/versions"),
            403,
            "AccessDeniedException",
            "User: x is not authorized to perform: lambda:PublishVersion on resource: y");
      }

      assertThat(String.join(" ", clouds.run(1, "deploy")).replaceAll(" +", " "))
          .contains("lambda serves http://")
          .containsPattern(
              "public failed: .*lack the permission lambda:PublishVersion in us-west-2.*"
                  + "\\(request .+\\)");

      assertThat(clouds.serving("lambda")).isEqualTo("a");
      assertThat(clouds.serving("public")).isEmpty();
    }
  }

  @Test
  void whatWasKilledAfterAnyChangeOnAwsIsFinishedByTheNextRun() throws Exception {
    try (var clouds = new DeployedClouds(folder, LAMBDA)) {
      for (int n = 1; n <= 4; n++) {
        int change = n;
        killedThenFinished(clouds, "version" + n, run -> clouds.aws.atChange(change, run::killNow));
        assertThat(clouds.serving("lambda")).isIn("a", "b");
      }
    }
  }

  /** At some requests; the tests of the clouds' parts have them all. */
  @Test
  void whatWasKilledOnAzureAndGoogleIsFinishedByTheNextRun() throws Exception {
    try (var clouds = new DeployedClouds(folder, FLEX, RUN)) {
      clouds.run(0, "bootstrap", "--yes");
      for (int n : List.of(4, 9, 14)) {
        killedThenFinished(clouds, "azure" + n, run -> clouds.azure.onRequest(n, run::killNow));
      }
      for (int n : List.of(3, 5, 7)) {
        killedThenFinished(clouds, "google" + n, run -> clouds.gcp.onRequest(n, run::killNow));
      }
    }
  }

  /** A run for another setting, that {@code plot} sees killed, and then one that is left alone. */
  private static void killedThenFinished(
      DeployedClouds clouds, String setting, Consumer<WayfareProcess> plot) throws Exception {
    clouds.setting(setting);
    try (WayfareProcess killed = clouds.start("deploy")) {
      plot.accept(killed);
      assertThat(killed.awaitExit(DeployedClouds.PATIENCE)).as(killed.toString()).isEqualTo(137);
    }

    clouds.run(0, "deploy");

    assertThat(clouds.run(0, "status"))
        .filteredOn(it -> it.contains(" serves "))
        .isNotEmpty()
        .allMatch(it -> it.endsWith("as deployed"));
  }

  @Test
  void aStateInABucketIsFollowedAndOutlivesAKill() throws Exception {
    try (var clouds = new DeployedClouds(folder, LAMBDA);
        var server = ObjectServer.start(Files.createDirectory(folder.resolve("objects")))) {
      clouds.keepStateIn(server, "shop/state.json");
      try (WayfareProcess router = clouds.start("router", "--port", "0", "--admin-port", "0")) {
        router.awaitReady(DeployedClouds.PATIENCE);
        assertThat(status(router)).isEqualTo(503);
        clouds.run(0, "deploy");
        Await.until(DeployedClouds.PATIENCE, "the router has it", () -> status(router) == 200);
        assertThat(slot(router)).isEqualTo("a");

        clouds.module("hello-c/hello-c.wasm");
        try (WayfareProcess killed = clouds.start("deploy")) {
          clouds.aws.atChange(2, killed::killNow);
          assertThat(killed.awaitExit(DeployedClouds.PATIENCE)).isEqualTo(137);
        }
        assertThat(String.join(" ", clouds.run(2, "deploy")))
            .containsPattern(
                "has this lock, pid \\d+ of .*; wait for it, or if it was killed, for \\d+ s");
        assertThat(String.join(" ", clouds.run(0, "status"))).contains("lambda  a  serves");
        server.remove("shop/state.json.lock");
        List<String> left = clouds.temporaryFiles();
        assertThat(left).as("of the killed run").hasSize(1);
        try (WayfareProcess ended = clouds.start("deploy")) {
          clouds.aws.atChange(1, ended::endNow);
          assertThat(ended.awaitExit(DeployedClouds.PATIENCE)).isEqualTo(143);
        }
        assertThat(clouds.temporaryFiles()).isEqualTo(left);
        clouds.run(0, "deploy");

        Await.until(
            DeployedClouds.PATIENCE, "the next version serves", () -> slot(router).equals("b"));
        assertThat(status(router)).isEqualTo(200);
        clouds.run(0, "rollback");
        Await.until(
            DeployedClouds.PATIENCE, "the version before serves", () -> slot(router).equals("a"));
        assertThat(status(router)).isEqualTo(200);
        clouds.run(0, "destroy", "--yes");
        assertThat(clouds.run(0, "status")).containsExactly("nothing is deployed");
        assertThat(folder.resolve("wayfare.state.json")).doesNotExist();
        try (WayfareProcess ended = clouds.start("deploy")) {
          clouds.aws.atChange(
              1,
              () -> {
                server.kill();
                ended.endNow();
              });
          assertThat(ended.awaitExit(DeployedClouds.PATIENCE)).isEqualTo(143);
          assertThat(ended.toString()).contains("nobody can deploy before this lock runs out");
        }
        assertThat(String.join(" ", clouds.run(1, "rollback"))).contains("S3 could not be asked");
      }
    }
  }

  @Test
  void destroyingAsksAndTakesWhatWasMadeAndNothingElse() throws Exception {
    try (var clouds = new DeployedClouds(folder, LAMBDA, PUBLIC)) {
      clouds.run(0, "deploy");

      try (WayfareProcess asked = clouds.start("destroy")) {
        asked.type("no\n");
        assertThat(asked.awaitExit(DeployedClouds.PATIENCE)).isEqualTo(1);
      }
      assertThat(clouds.serving("lambda")).isEqualTo("a");
      assertThat(clouds.run(0, "destroy", "--yes", "--target", "lambda"))
          .contains("lambda  removed")
          .noneMatch(it -> it.startsWith("public"));
      assertThat(clouds.serving("public")).isEqualTo("a");
      assertThat(clouds.deployed("lambda").isMissingNode()).isTrue();
    }
  }

  @Test
  void programsReadJson() throws Exception {
    try (var clouds = new DeployedClouds(folder, LAMBDA)) {
      clouds.run(0, "deploy", "--json");

      JsonNode plan = json(clouds.run(0, "plan", "--json"));
      assertThat(plan.at("/targets/0/action").asText()).isEqualTo("leave");
      JsonNode status = json(clouds.run(0, "status", "--json"));
      assertThat(status.at("/slots/0/asDeployed").asBoolean()).isTrue();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      clouds.aws.log("2026/11/26/[1]aa", now.toEpochMilli(), "hello\n");
      assertThat(clouds.run(0, "logs")).containsExactly(now + " lambda/a hello");
      JsonNode line = new JsonMapper().readTree(clouds.run(0, "logs", "--json").getFirst());
      assertThat(line.path("at").asText()).isEqualTo(now.toString());
      assertThat(line.path("target").asText()).isEqualTo("lambda");
      assertThat(line.path("slot").asText()).isEqualTo("a");
      assertThat(line.path("text").asText()).isEqualTo("hello");
      JsonNode destroyed = json(clouds.run(0, "destroy", "--yes", "--json"));
      assertThat(destroyed.at("/targets/0/removed").asBoolean()).isTrue();
    }
  }

  private static JsonNode json(List<String> lines) throws IOException {
    int begin = lines.indexOf("{");
    return new JsonMapper().readTree(String.join("\n", lines.subList(begin, lines.size())));
  }
}

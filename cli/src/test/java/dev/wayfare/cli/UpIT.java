package dev.wayfare.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.Slot;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The main job: ./wayfare up, its four targets and its router, as a user runs them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Where nobody undoes it; {@code ContractIT} holds these limits of Azure's to docs/limits.md. */
  private static final Set<String> ALTERED_BY_AZURE =
      Set.of("echo-binary.json", "hello-encoded-case.json");

  /** What a client of the JDK would add or refuse by itself. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private WayfareProcess up;

  /**
   * What comes along, but for the one request in a hundred that goes elsewhere to learn; and all of
   * it deployed elsewhere, where nothing of what is tried here may go.
   */
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Files.copy(
        Project.ROOT.resolve("examples/hello-rust/hello-rust.wasm"),
        folder.resolve("hello-rust.wasm"));
    String shipped = Files.readString(Project.ROOT.resolve("cli/src/main/share/wayfare.yaml"));
    String settled =
        shipped
                .replace("router:\n", "router:\n  drain-time: 3s\n")
                .replace("    path: /\n", "    path: /\n    policy: {exploration: 0%}\n")
                .replace("provider: aws\n", "provider: aws\n        auth: none\n")
            + "deployment: {}\n";
    assertThat(settled).contains("exploration: 0%", "auth: none", "drain-time: 3s");
    Files.writeString(folder.resolve("wayfare.state.json"), deployedElsewhere());
    Path config = Files.writeString(folder.resolve("wayfare.yaml"), settled);
    up =
        WayfareProcess.start(
            "up", "--config", config.toString(), "--port", "0", "--admin-port", "0");
    up.awaitReady(PATIENCE);
    assertThat(up.printed()).noneMatch(line -> line.contains("WARNING"));
  }

  private static String deployedElsewhere() {
    var version =
        new DeployedSlot(
            URI.create("http://127.0.0.1:1"),
            "sha256:" + "0".repeat(64),
            "0".repeat(64),
            "0.1.0",
            Instant.EPOCH);
    DeployedTargets deployed = DeployedTargets.EMPTY;
    for (String id : List.of("aws-us-east-1", "azure-eastus", "gcp-us-central1")) {
      int provider = id.indexOf('-');
      deployed =
          deployed.with(
              id,
              new DeployedTarget(
                  "hello",
                  id.substring(0, provider),
                  id.substring(provider + 1),
                  id,
                  Slot.A,
                  null,
                  Map.of(Slot.A, version)));
    }
    return deployed.json();
  }

  @AfterAll
  void stop() throws Exception {
    up.close();
  }

  @Test
  @Order(1)
  void fourTargetsAreAnnouncedAndTheRouterKnowsThem() throws Exception {
    assertThat(up.targets().keySet())
        .containsExactlyInAnyOrder(
            "aws-us-east-1", "azure-eastus", "gcp-us-central1", "edge-local");
    JsonNode targets = adminTargets();
    for (JsonNode target : targets) {
      assertThat(up.target(target.get("id").textValue()).endpoint())
          .isEqualTo(URI.create(target.get("endpoint").textValue()));
      assertThat(target.get("quoteUsd").textValue()).matches("0\\.0000\\d+");
      assertThat(target.get("breaker").textValue()).isEqualTo("closed");
    }
    assertThat(targets.size()).isEqualTo(4);
  }

  @Test
  @Order(2)
  void everyPlaceGivesTheGoldenAnswers() throws Exception {
    List<URI> places = new ArrayList<>();
    up.targets().values().forEach(target -> places.add(target.endpoint()));
    places.add(up.router());
    var softly = new SoftAssertions();
    URI azure = up.target("azure-eastus").endpoint();
    for (GoldenCase golden : Project.goldenCases()) {
      for (URI place : places) {
        if (!place.equals(azure) || !ALTERED_BY_AZURE.contains(golden.name())) {
          check(softly, golden, place);
        }
      }
    }
    softly.assertAll();
  }

  @Test
  @Order(3)
  void theRouterSaysWhichTargetAnsweredAndTakesTheCheapest() throws Exception {
    HttpResponse<byte[]> response = get("/hello?name=Ada");
    assertThat(response.headers().firstValue("wayfare-target")).contains(cheapest());
    assertThat(response.headers().firstValue("wayfare-quote-usd").orElseThrow())
        .matches("0\\.0000\\d+");
    assertThat(response.headers().firstValue("wayfare-meter")).isEmpty();
  }

  @Test
  @Order(4)
  void aTrapIsA500EverywhereAndTheNextRequestWorks() throws Exception {
    for (WayfareProcess.Target target : up.targets().values()) {
      assertThat(send("GET", target.endpoint().resolve("/trap")).statusCode())
          .as(target.id())
          .isEqualTo(500);
      assertThat(send("GET", target.endpoint().resolve("/hello")).statusCode())
          .as(target.id())
          .isEqualTo(200);
    }
  }

  @Test
  @Order(4)
  void trapsAreTheGuestsFaultAndTakeNoTargetOut() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(get("/trap").statusCode()).isEqualTo(500);
    }
    for (JsonNode target : adminTargets()) {
      assertThat(target.get("breaker").textValue()).isEqualTo("closed");
    }
    assertThat(get("/hello").headers().firstValue("wayfare-target")).contains(cheapest());
  }

  @Test
  @Order(5)
  void theCheapestTargetDiesUnderLoadWithoutAFailedGetAndTrafficReturnsToIt() throws Exception {
    String victim = cheapest();
    var failures = new ConcurrentLinkedQueue<String>();
    var stop = new AtomicBoolean();
    var answered = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(Thread.ofVirtual().start(() -> load(stop, answered, failures)));
    }
    try {
      awaitAnswers(answered, 100);
      long pid = up.target(victim).pid();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      awaitTarget(target -> !target.equals(victim));
      awaitAnswers(answered, answered.get() + 300);
      up.awaitRestart(victim, pid, PATIENCE);
      awaitTarget(victim::equals);
      awaitAnswers(answered, answered.get() + 100);
    } finally {
      stop.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  @Order(6)
  void sigtermEndsEveryProcessAndFreesEveryPort() throws Exception {
    List<ProcessHandle> family = up.family();
    assertThat(family).hasSizeGreaterThanOrEqualTo(5);
    int before = up.printed().size();
    // As a terminal's Ctrl-C does, which reaches all of them.
    ProcessHandle.of(up.target("edge-local").pid()).orElseThrow().destroy();
    up.terminate(PATIENCE);
    assertThat(up.printed().subList(before, up.printed().size()))
        .noneMatch(line -> line.contains("started again"));
    assertThat(family).noneMatch(ProcessHandle::isAlive);
    for (URI endpoint : up.everyEndpoint()) {
      assertThat(WayfareProcess.isListening(endpoint)).as(endpoint.toString()).isFalse();
    }
  }

  @Test
  @Order(7)
  void whoeverEndsItWhileItStartsReadsOfNoFault() throws Exception {
    try (WayfareProcess starting = WayfareProcess.start("up", "--port", "0", "--admin-port", "0")) {
      Await.until(PATIENCE, "four targets start", () -> starting.family().size() > 4);
      assertThat(starting.terminate(PATIENCE)).isEqualTo(128 + 15);
      assertThat(starting.printed()).noneMatch(line -> line.startsWith("wayfare: "));
    }
  }

  private void load(
      AtomicBoolean stop, AtomicInteger answered, ConcurrentLinkedQueue<String> failures) {
    while (!stop.get()) {
      try {
        HttpResponse<byte[]> response = get("/hello?name=load");
        if (response.statusCode() != 200) {
          failures.add(response.statusCode() + " " + new String(response.body(), UTF_8));
        }
        answered.incrementAndGet();
      } catch (IOException | InterruptedException e) {
        failures.add(e.toString());
      }
    }
  }

  private void awaitAnswers(AtomicInteger answered, int count) {
    Await.until(PATIENCE, count + " answers", () -> answered.get() >= count);
  }

  private void awaitTarget(java.util.function.Predicate<String> wanted) {
    Await.until(
        PATIENCE,
        "another target",
        () -> wanted.test(get("/hello").headers().firstValue("wayfare-target").orElse("nobody")));
  }

  private void check(SoftAssertions softly, GoldenCase golden, URI place) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(place + golden.target())).timeout(PATIENCE);
    byte[] body = golden.body().toByteArray();
    request.method(
        golden.method(),
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
    for (Header line : golden.headers()) {
      request.header(line.name(), line.value());
    }
    HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    String where = golden + " at " + place;
    softly.assertThat(response.statusCode()).as(where).isEqualTo(expected(golden).status());
    softly.assertThat(Body.of(response.body())).as(where).isEqualTo(expected(golden).body());
    for (Header expected : expected(golden).headers()) {
      softly
          .assertThat(combined(response.headers().allValues(expected.name())))
          .as("%s: %s", where, expected.name())
          .isEqualTo(combined(values(golden, expected.name())));
    }
  }

  /** RFC 9110 §5.3: several lines of a field mean the same as one line with commas. */
  private static String combined(List<String> values) {
    return String.join(", ", values);
  }

  private static List<String> values(GoldenCase golden, String name) {
    return expected(golden).headers().stream()
        .filter(line -> line.name().equals(name))
        .map(Header::value)
        .toList();
  }

  private static Answer expected(GoldenCase golden) {
    return Objects.requireNonNull(golden.answer());
  }

  private String cheapest() throws Exception {
    String best = "";
    java.math.BigDecimal bestQuote = null;
    for (JsonNode target : adminTargets()) {
      var quote = new java.math.BigDecimal(target.get("quoteUsd").textValue());
      if (bestQuote == null || quote.compareTo(bestQuote) < 0) {
        bestQuote = quote;
        best = target.get("id").textValue();
      }
    }
    return best;
  }

  private JsonNode adminTargets() throws Exception {
    HttpResponse<byte[]> response = send("GET", up.admin().resolve("/targets"));
    return new JsonMapper().readTree(response.body()).required("targets");
  }

  private HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
    return send("GET", URI.create(up.router() + target));
  }

  private static HttpResponse<byte[]> send(String method, URI uri)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofByteArray());
  }
}

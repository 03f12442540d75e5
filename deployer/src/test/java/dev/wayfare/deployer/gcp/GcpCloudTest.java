package dev.wayfare.deployer.gcp;

import static dev.wayfare.deployer.gcp.GcpFixture.A;
import static dev.wayfare.deployer.gcp.GcpFixture.B;
import static dev.wayfare.deployer.gcp.GcpFixture.SECRET;
import static dev.wayfare.deployer.gcp.GcpFixture.UNIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.LogLine;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.config.GcpDeployment;
import dev.wayfare.router.deployed.Slot;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deployed to Google, and what is left alone there. */
final class GcpCloudTest {
  @TempDir private Path folder;
  private GcpFixture fixture;
  private GcpStandIn google;
  private GcpCloud cloud;
  private final List<String> steps = new ArrayList<>();

  @BeforeEach
  void start() {
    fixture = new GcpFixture(folder);
    google = fixture.google;
    cloud = fixture.cloud();
  }

  @AfterEach
  void stop() {
    cloud.close();
    fixture.close();
  }

  private URI put(Slot slot, Release release) {
    return cloud.put(UNIT, slot, release, steps::add);
  }

  @Test
  void aReleaseIsUploadedBuiltAndAnswersToEverybody() {
    google.slow(3);
    Release release = fixture.release("one");
    URI endpoint = put(Slot.A, release);

    assertThat(endpoint).hasToString("https://" + A + "-x7k2-ew.a.run.app");
    assertThat(google.uploaded(A)).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
    assertThat(google.policy(A).at("/bindings/0"))
        .hasToString("{\"role\":\"roles/run.invoker\",\"members\":[\"allUsers\"]}");
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(release.digest(), GcpFixture.MODULE, "0.1.0", endpoint));
    assertThat(cloud.holding(UNIT, Slot.B)).isEqualTo(new Holding.Nothing());
    assertThat(steps).containsExactly("uploading 0.0 MiB", "creating " + A, "making it public");
  }

  @Test
  void aFunctionIsWhatItsSkuAndItsHostAsk() {
    put(Slot.A, fixture.release("one"));
    JsonNode made = google.function(A);

    assertThat(made.path("labels"))
        .hasToString("{\"wayfare\":\"wayfare-hello-gcp-eu\",\"wayfare-public\":\"true\"}");
    assertThat(made.at("/buildConfig/runtime").asText()).isEqualTo("java21");
    assertThat(made.at("/buildConfig/entryPoint").asText())
        .isEqualTo("dev.wayfare.shim.gcp.GoogleFunction");
    JsonNode service = made.path("serviceConfig");
    assertThat(service.path("availableMemory").asText()).isEqualTo("512Mi");
    assertThat(service.path("availableCpu").asText()).isEqualTo("1");
    assertThat(service.path("minInstanceCount").asInt()).isZero();
    assertThat(service.path("maxInstanceRequestConcurrency").asInt()).isEqualTo(4);
    assertThat(service.path("timeoutSeconds").asInt()).isEqualTo(60);
    assertThat(service.path("ingressSettings").asInt()).isEqualTo(1);
    assertThat(service.path("serviceAccountEmail").asText()).isEqualTo(GcpFixture.ACCOUNT);
    assertThat(service.at("/environmentVariables/TOKEN").asText()).isEqualTo(SECRET);
    assertThat(service.path("environmentVariables").size()).isEqualTo(4);
  }

  @Test
  void keptInstancesAndTheHostsOwnBoundsAreTakenOver() {
    put(
        Slot.A,
        fixture.release(
            "one",
            true,
            GcpFixture.sku("run-functions-ready", "2", 1024),
            Map.of("WAYFARE_CONCURRENT_GUESTS", "12", "WAYFARE_DEADLINE_MILLIS", "90500")));
    JsonNode service = google.function(A).path("serviceConfig");
    assertThat(service.path("minInstanceCount").asInt()).isEqualTo(1);
    assertThat(service.path("maxInstanceRequestConcurrency").asInt()).isEqualTo(12);
    assertThat(service.path("timeoutSeconds").asInt()).isEqualTo(182);
  }

  @Test
  void belowOneProcessorAnInstanceTakesOneRequestAtATime() {
    put(
        Slot.A,
        fixture.release(
            "one",
            true,
            GcpFixture.sku("run-functions", "0.333", 512),
            Map.of("WAYFARE_CONCURRENT_GUESTS", "12")));
    JsonNode service = google.function(A).path("serviceConfig");
    assertThat(service.path("availableCpu").asText()).isEqualTo("0.333");
    assertThat(service.path("maxInstanceRequestConcurrency").asInt()).isEqualTo(1);
  }

  @Test
  void theSameReleaseAgainChangesNothing() {
    URI first = put(Slot.A, fixture.release("one"));
    google.forget();
    steps.clear();

    assertThat(put(Slot.A, fixture.release("one"))).isEqualTo(first);
    assertThat(google.changes()).isEmpty();
    assertThat(steps).isEmpty();
  }

  @Test
  void anotherReleaseInTheOtherSlotLeavesTheFirstAlone() {
    put(Slot.A, fixture.release("one"));
    JsonNode before = google.function(A).deepCopy();
    google.forget();
    put(Slot.B, fixture.release("two"));

    assertThat(google.function(A)).isEqualTo(before);
    assertThat(google.changes()).noneMatch(it -> it.contains(A));
    assertThat(google.uploaded(B)).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anotherReleaseInTheSameSlotTakesThePlaceOfTheFirst() {
    URI first = put(Slot.A, fixture.release("one"));
    ((ObjectNode) google.function(A).path("labels")).put("team", "blue");
    Release release = fixture.release("two");

    assertThat(put(Slot.A, release)).isEqualTo(first);
    assertThat(google.uploaded(A)).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
    assertThat(google.names()).containsExactly(A);
    assertThat(google.function(A).at("/labels/team").asText()).isEqualTo("blue");
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Deployed(release.digest(), GcpFixture.MODULE, "0.1.0", first));
  }

  @Test
  void variablesThatSomebodyAlteredArePutBack() {
    put(Slot.A, fixture.release("one"));
    ((ObjectNode) google.function(A).at("/serviceConfig/environmentVariables")).put("TOKEN", "x");
    put(Slot.A, fixture.release("one"));
    assertThat(google.function(A).at("/serviceConfig/environmentVariables/TOKEN").asText())
        .isEqualTo(SECRET);
  }

  @Test
  void anotherAccountOfTheConfigurationIsTakenUp() {
    put(Slot.A, fixture.release("one"));
    var other = new GcpDeployment(GcpStandIn.PROJECT, "other@acme-1.iam", google.baseUrl());
    try (var changed =
        GcpCloud.of(other, GcpFixture.patience(), fixture.credentials(), GcpFixture.retries(1))) {
      changed.put(UNIT, Slot.A, fixture.release("one"), steps::add);
    }
    assertThat(google.function(A).at("/serviceConfig/serviceAccountEmail").asText())
        .isEqualTo("other@acme-1.iam");
  }

  @Test
  void whatIsNotPublicIsClosedAndOtherInvokersStay() {
    put(Slot.A, fixture.release("one"));
    google
        .policy(A)
        .withArray("bindings")
        .addObject()
        .put("role", "roles/viewer")
        .putArray("members")
        .add("allUsers");
    ((ArrayNode) google.policy(A).at("/bindings/0/members"))
        .add("serviceAccount:router@acme-1.iam");
    Release closed = closed();
    put(Slot.A, closed);

    assertThat(google.policy(A).path("bindings"))
        .hasToString(
            "[{\"role\":\"roles/run.invoker\",\"members\":[\"serviceAccount:router@acme-1.iam\"]},"
                + "{\"role\":\"roles/viewer\",\"members\":[\"allUsers\"]}]");
    assertThat(cloud.holding(UNIT, Slot.A)).isInstanceOf(Holding.Deployed.class);
  }

  @Test
  void whatIsToBePrivateIsClosedBeforeItIsMade() {
    put(Slot.A, fixture.release("one"));
    google.forget();
    put(Slot.A, closed());
    assertThat(google.changes())
        .containsSubsequence(
            "POST /v2/projects/acme-1/locations/europe-west1/services/%s:setIamPolicy".formatted(A),
            "PATCH /v2/projects/acme-1/locations/europe-west1/functions/" + A);
  }

  private Release closed() {
    return fixture.release("one", false, GcpFixture.sku("run-functions", "1", 512), Map.of());
  }

  @Test
  void whatSomebodyOpenedIsToldAndClosedAgain() {
    Release closed = closed();
    put(Slot.A, closed);
    assertThat(google.requests()).noneMatch(it -> it.endsWith(":setIamPolicy"));
    google
        .policy(A)
        .withArray("bindings")
        .addObject()
        .put("role", "roles/run.invoker")
        .putArray("members")
        .add("allUsers");

    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(new Holding.Half(A + " is public and must not be"));
    put(Slot.A, closed);
    assertThat(google.policy(A).toString()).doesNotContain("allUsers");
  }

  @Test
  void aFunctionOfSomebodyElseStaysAndIsNotDeployedTo() {
    google.addForeign("europe-west1", A);
    JsonNode before = google.function(A).deepCopy();

    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(
            new Holding.Foreign(
                "the function " + A + " in europe-west1, which wayfare did not make"));
    assertThatThrownBy(() -> put(Slot.A, fixture.release("one")))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.why()).isEqualTo(CloudException.Cause.NAME_TAKEN))
        .hasMessage(
            "there is already the function %s in europe-west1, which wayfare did not make; choose"
                    .formatted(A)
                + " another deployment.prefix");
    cloud.remove(UNIT, steps::add);
    assertThat(google.function(A)).isEqualTo(before);
    assertThat(google.changes()).isEmpty();
  }

  @Test
  void removingTakesWhatIsOursAndNothingElse() {
    put(Slot.A, fixture.release("one"));
    put(Slot.B, fixture.release("two"));
    google.addForeign("europe-west1", "somebody-elses");
    steps.clear();
    google.slow(2);

    cloud.remove(UNIT, steps::add);
    assertThat(google.names()).containsExactly("somebody-elses");
    assertThat(steps).containsExactly("removing " + A, "removing " + B);
    cloud.remove(UNIT, steps::add);
    assertThat(steps).hasSize(2);
  }

  @Test
  void anOperationOfAnotherRunIsWaitedFor() {
    put(Slot.A, fixture.release("one"));
    google.slow(4);
    google.fail(
        it -> it.startsWith("PATCH"),
        1,
        Answer.error(409, "ABORTED", "unable to queue the operation"));
    put(Slot.A, fixture.release("two"));
    assertThat(google.uploaded(A)).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
    assertThat(google.requests()).filteredOn(it -> it.startsWith("PATCH")).hasSize(2);
  }

  @Test
  void aCreationWhoseAnswerWasLostIsNotMadeTwice() {
    google.slow(2);
    google.lose(
        it -> it.endsWith("/europe-west1/functions"),
        Answer.error(503, "UNAVAILABLE", "The service is currently unavailable."));
    put(Slot.A, fixture.release("one"));
    assertThat(cloud.holding(UNIT, Slot.A)).isInstanceOf(Holding.Deployed.class);
    assertThat(google.changes())
        .filteredOn(it -> it.contains("/functions") && !it.contains("generateUploadUrl"))
        .containsExactly(
            "POST /v2/projects/acme-1/locations/europe-west1/functions",
            "POST /v2/projects/acme-1/locations/europe-west1/functions");
  }

  @ParameterizedTest
  @CsvSource({"2, FAILED", "3, DEPLOYING", "4, DELETING", "5, UNKNOWN"})
  void aStateThatIsNotWholeIsTold(int number, String state) {
    put(Slot.A, fixture.release("one"));
    google.state(A, number);
    assertThat(cloud.holding(UNIT, Slot.A)).isEqualTo(new Holding.Half(A + " is " + state));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void whatFailedOrIsNotKnownIsDeployedAgain(int state) {
    put(Slot.A, fixture.release("one"));
    google.state(A, state);
    google.forget();
    put(Slot.A, fixture.release("one"));
    assertThat(google.changes()).anyMatch(it -> it.startsWith("PATCH"));
    assertThat(cloud.holding(UNIT, Slot.A)).isInstanceOf(Holding.Deployed.class);
  }

  @Test
  void logsAreTheLatestLinesTheOldestFirst() {
    for (int second = 10; second < 15; second++) {
      google
          .project()
          .log(A, "2026-11-26T12:00:" + second + "Z")
          .put("textPayload", "line " + second + "\n");
    }
    google.project().log(A, "2026-11-26T12:00:20Z").putObject("jsonPayload").put("message", "told");
    google.project().log(B, "2026-11-26T12:00:21Z").put("textPayload", "another's");

    assertThat(cloud.logs(UNIT, Slot.A, Instant.parse("2026-11-26T12:00:12Z"), 3))
        .containsExactly(
            new LogLine(Instant.parse("2026-11-26T12:00:13Z"), "line 13"),
            new LogLine(Instant.parse("2026-11-26T12:00:14Z"), "line 14"),
            new LogLine(Instant.parse("2026-11-26T12:00:20Z"), "told"));
    assertThat(cloud.logs(UNIT, Slot.A, Instant.parse("2026-11-26T12:00:12Z"), 2000)).hasSize(4);
  }

  @Test
  void logsOfSeveralPagesAreReadToTheEnd() {
    for (int line = 0; line < 1005; line++) {
      google
          .project()
          .log(A, Instant.parse("2026-11-26T12:00:00Z").plusSeconds(line).toString())
          .put("textPayload", "line " + line);
    }
    assertThat(cloud.logs(UNIT, Slot.A, Instant.EPOCH, 1003))
        .hasSize(1003)
        .first()
        .extracting(LogLine::text)
        .isEqualTo("line 2");
  }

  @Test
  void namesFitCloudRunAndDoNotMeet() {
    Unit one = Unit.of("wayfare", "a-function-of-a-long-name", "target-one-two", "europe-west1");
    Unit other = Unit.of("wayfare", "a-function-of-a-long-name", "target-one-twx", "europe-west1");
    assertThat(FunctionSlot.id(one, Slot.A)).hasSizeLessThanOrEqualTo(49).endsWith("-a");
    assertThat(FunctionSlot.id(one, Slot.A)).isNotEqualTo(FunctionSlot.id(other, Slot.A));
    assertThat(FunctionSlot.id(UNIT, Slot.B)).isEqualTo(B);
  }
}

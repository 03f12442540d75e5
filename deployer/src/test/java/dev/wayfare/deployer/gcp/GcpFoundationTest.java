package dev.wayfare.deployer.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.router.config.GcpDeployment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a project is given before anything is deployed to it. */
final class GcpFoundationTest {
  private static final String ROUTER = "router@acme-1.iam.gserviceaccount.com";

  @TempDir private Path folder;
  private GcpFixture fixture;
  private GcpStandIn google;

  @BeforeEach
  void start() {
    fixture = new GcpFixture(folder);
    google = fixture.google;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private GcpFoundation foundation(GcpDeployment account, @Nullable String router) {
    return GcpFoundation.of(
        account, router, GcpFixture.patience(), fixture.credentials(), GcpFixture.retries(1));
  }

  @Test
  void whatIsMissingIsToldWithItsRightsAndMade() {
    google.project().disabled().addAll(List.of("run.googleapis.com", "cloudbuild.googleapis.com"));
    google
        .project()
        .policy()
        .withArray("bindings")
        .addObject()
        .put("role", "roles/owner")
        .putArray("members")
        .add("user:ada@acme.example");
    List<String> wanted =
        List.of(
            "enable the APIs cloudbuild.googleapis.com, run.googleapis.com in project acme-1",
            "create the service account functions@acme-1.iam.gserviceaccount.com for functions to"
                + " run as, with no roles",
            "grant roles/run.invoker on project acme-1 to serviceAccount:"
                + ROUTER
                + ": it may call every Cloud Run service there");
    var steps = new ArrayList<String>();
    try (GcpFoundation foundation = foundation(fixture.account(), ROUTER)) {
      assertThat(foundation.missing()).isEqualTo(wanted);
      assertThat(google.changes()).isEmpty();
      foundation.lay(steps::add);
      assertThat(steps).isEqualTo(wanted);
      assertThat(foundation.missing()).isEmpty();
      google.forget();
      foundation.lay(steps::add);
      assertThat(google.changes()).isEmpty();
    }
    assertThat(google.project().accounts()).containsExactly(GcpFixture.ACCOUNT);
    assertThat(google.policy("").path("bindings"))
        .hasToString(
            "[{\"role\":\"roles/owner\",\"members\":[\"user:ada@acme.example\"]},"
                + "{\"role\":\"roles/run.invoker\",\"members\":[\"serviceAccount:"
                + ROUTER
                + "\"]}]");
  }

  @Test
  void whatCannotBeAskedYetIsMissing() {
    google.project().disabled().add("iam.googleapis.com");
    google.project().disabled().add("cloudresourcemanager.googleapis.com");
    try (GcpFoundation foundation = foundation(fixture.account(), ROUTER)) {
      assertThat(foundation.missing()).hasSize(3);
      assertThat(google.requests()).containsExactly("GET /v1/projects/acme-1/services:batchGet");
    }
  }

  @Test
  void anAccountOfAnotherProjectIsNotMade() {
    var account =
        new GcpDeployment(GcpStandIn.PROJECT, "f@other.iam.gserviceaccount.com", google.baseUrl());
    try (GcpFoundation foundation = foundation(account, null)) {
      assertThat(foundation.missing()).isEmpty();
    }
  }

  @Test
  void whatIsNoPolicyIsNotWrittenBack() {
    google.fail(
        it -> it.endsWith(":getIamPolicy"),
        1,
        new Answer(200, Map.of("Content-Type", "text/html"), "<html>Sign in</html>"));
    try (GcpFoundation foundation = foundation(fixture.account(), ROUTER)) {
      assertThatThrownBy(() -> foundation.lay(step -> {}))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("see whether a proxy answers for Google");
    }
    assertThat(google.requests()).noneMatch(it -> it.endsWith(":setIamPolicy"));
  }

  @Test
  void whoMayCallUnderAConditionStaysApart() {
    ObjectNode limited = google.policy("").withArray("bindings").addObject();
    limited.put("role", "roles/run.invoker").putArray("members").add("user:ada@acme.example");
    limited.putObject("condition").put("expression", "request.time.getHours() < 9");
    ObjectNode plain = google.policy("").withArray("bindings").addObject();
    plain.put("role", "roles/run.invoker").putArray("members").add("user:bob@acme.example");
    ObjectNode before = limited.deepCopy();
    try (GcpFoundation foundation = foundation(fixture.account(), ROUTER)) {
      foundation.lay(step -> {});
    }
    assertThat(google.policy("").at("/bindings/0")).isEqualTo(before);
    assertThat(google.policy("").at("/bindings/1/members"))
        .hasToString("[\"user:bob@acme.example\",\"serviceAccount:" + ROUTER + "\"]");
  }

  @Test
  void aRightThatIsMissingIsNamed() {
    google.project().disabled().add("run.googleapis.com");
    google.fail(
        it -> it.endsWith("services:batchEnable"),
        1,
        Answer.error(403, "PERMISSION_DENIED", "Permission denied to enable service")
            .because(
                "AUTH_PERMISSION_DENIED", Map.of("permission", "serviceusage.services.enable")));
    try (GcpFoundation foundation = foundation(fixture.account(), null)) {
      assertThatThrownBy(() -> foundation.lay(step -> {}))
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> {
                assertThat(e.why()).isEqualTo(CloudException.Cause.PERMISSION);
                assertThat(e.requestId()).contains(Answer.REQUEST_ID);
              })
          .hasMessageContaining("lack the permission serviceusage.services.enable");
    }
  }
}

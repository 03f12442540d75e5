package dev.wayfare.deployer.gcp;

import static dev.wayfare.deployer.gcp.GcpFixture.A;
import static dev.wayfare.deployer.gcp.GcpFixture.SECRET;
import static dev.wayfare.deployer.gcp.GcpFixture.UNIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.deployed.Slot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What users are told of what Google refuses. */
final class GcpErrorsTest {
  private static final Predicate<String> CREATE =
      "POST /v2/projects/acme-1/locations/europe-west1/functions"::equals;
  private static final String ALWAYS_PUBLIC =
      "Google refused it (One or more users named in the policy do not belong to a permitted"
          + " customer, perhaps due to an organization policy); the organization's policy"
          + " iam.allowedPolicyMemberDomains lets nobody make a function public: have an exception"
          + " made for the project, or say `auth: google-id-token` in place of `auth: none`";

  @TempDir private Path folder;
  private GcpFixture fixture;
  private GcpStandIn google;
  private GcpCloud cloud;

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

  private CloudException failure(Unit unit) {
    return catchThrowableOfType(
        CloudException.class, () -> cloud.put(unit, Slot.A, fixture.release("one"), step -> {}));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            Answer.error(
                403,
                "PERMISSION_DENIED",
                "Permission 'cloudfunctions.functions.create' denied on resource (or it may not"
                    + " exist)."),
            Cause.PERMISSION,
            "Google's credentials lack the permission cloudfunctions.functions.create in project"
                + " acme-1 (Permission 'cloudfunctions.functions.create' denied on resource (or it"
                + " may not exist)); have a role with it granted, as docs/deploy-gcp.md lists"),
        Arguments.of(
            Answer.error(403, "PERMISSION_DENIED", "The caller does not have permission")
                .because(
                    "IAM_PERMISSION_DENIED", Map.of("permission", "run.services.setIamPolicy")),
            Cause.PERMISSION,
            "Google's credentials lack the permission run.services.setIamPolicy in project acme-1"
                + " (The caller does not have permission); have a role with it granted, as"
                + " docs/deploy-gcp.md lists"),
        Arguments.of(
            Answer.error(
                403,
                "PERMISSION_DENIED",
                "Caller is missing permission 'iam.serviceaccounts.actAs' on service account x."),
            Cause.PERMISSION,
            "Google's credentials lack the permission iam.serviceaccounts.actAs in project acme-1"
                + " (Caller is missing permission 'iam.serviceaccounts.actAs' on service account"
                + " x); have a role with it granted, as docs/deploy-gcp.md lists"),
        Arguments.of(
            Answer.error(403, "PERMISSION_DENIED", "Cloud Functions API is disabled.")
                .because("SERVICE_DISABLED", Map.of("service", "cloudfunctions.googleapis.com")),
            Cause.REFUSED,
            "Google refused it (Cloud Functions API is disabled); run `wayfare bootstrap`, which"
                + " enables cloudfunctions.googleapis.com, wait some minutes and run the same"
                + " again"),
        Arguments.of(
            Answer.error(403, "PERMISSION_DENIED", "This API method requires billing.")
                .because("BILLING_DISABLED", Map.of()),
            Cause.REFUSED,
            "Google refused it (This API method requires billing); link a billing account with"
                + " project acme-1 and run the same again"),
        Arguments.of(
            Answer.error(429, "RESOURCE_EXHAUSTED", "Too many functions.")
                .because("RESOURCE_QUOTA_EXCEEDED", Map.of()),
            Cause.QUOTA,
            "project acme-1 may not have more in europe-west1 (Too many functions); ask for more"
                + " quota, or remove something"),
        Arguments.of(
            Answer.error(
                400,
                "INVALID_ARGUMENT",
                "Could not create Cloud Run service x. For the specified value, maxScale may not"
                    + " exceed 10. Consider requesting an increase in quota for this region"),
            Cause.QUOTA,
            "project acme-1 may not have more in europe-west1 (Could not create Cloud Run service"
                + " x. For the specified value, maxScale may not exceed 10. Consider requesting an"
                + " increase in quota for this region); ask for more quota, or remove something"),
        Arguments.of(
            Answer.error(400, "INVALID_ARGUMENT", "Invalid value specified for cpu."),
            Cause.REFUSED,
            "Google refused it (Invalid value specified for cpu); correct it and run the same"
                + " again"),
        Arguments.of(
            Answer.error(504, "DEADLINE_EXCEEDED", "Deadline Exceeded"),
            Cause.TIMED_OUT,
            "Google did not do it for now (Deadline Exceeded); run the same again"),
        Arguments.of(
            Answer.error(
                400,
                "FAILED_PRECONDITION",
                "One or more users named in the policy do not belong to a permitted customer,"
                    + " perhaps due to an organization policy."),
            Cause.REFUSED,
            ALWAYS_PUBLIC));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void eachRefusalIsASentenceWithTheNextStepAndGooglesId(
      Answer answer, Cause cause, String sentence) {
    google.fail(CREATE, Integer.MAX_VALUE, answer);
    CloudException e = failure(UNIT);
    assertThat(e).hasMessage(sentence);
    assertThat(e.why()).isEqualTo(cause);
    assertThat(e.requestId()).contains(Answer.REQUEST_ID);
    assertThat(google.names()).isEmpty();
  }

  @Test
  void aServiceOfThatNameThatIsNoFunctionIsNotWaitedFor() {
    google.fail(
        CREATE,
        Integer.MAX_VALUE,
        Answer.error(409, "ALREADY_EXISTS", "A Cloud Run service with this name already exists."));
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.NAME_TAKEN);
    assertThat(e)
        .hasMessage(
            "Google has something of that name already (A Cloud Run service with this name already"
                + " exists); choose another deployment.prefix");
    assertThat(e.requestId()).contains(Answer.REQUEST_ID);
    assertThat(google.requests()).filteredOn(CREATE).hasSize(1);
  }

  @Test
  void aRegionWithoutTheServiceIsNoMissingPermission() {
    CloudException e = failure(Unit.of("wayfare", "hello", "gcp-x", "mars-north1"));
    assertThat(e.why()).isEqualTo(Cause.REGION);
    assertThat(e)
        .hasMessage(
            "Cloud Run functions are not to be had in mars-north1 for project acme-1 (Permission"
                + " denied on 'locations/mars-north1' (or it may not exist)); choose a region that"
                + " `gcloud functions regions list` names");
    assertThat(e.requestId()).contains(Answer.REQUEST_ID);
  }

  @Test
  void anOrganizationThatForbidsPublicFunctionsIsNamed() {
    google.restrictMembers();
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.REFUSED);
    assertThat(e).hasMessage(ALWAYS_PUBLIC);
    assertThat(e.requestId()).contains(Answer.REQUEST_ID);
    assertThat(cloud.holding(UNIT, Slot.A)).isEqualTo(new Holding.Half(A + " is not public yet"));
  }

  @Test
  void throttledCallsAreRepeatedByTheLibraries() {
    Answer slower =
        Answer.error(
                429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Writes' per minute")
            .because("RATE_LIMIT_EXCEEDED", Map.of())
            .with("Retry-After", "1");
    google.fail(it -> it.startsWith("GET "), 2, slower);
    google.fail(CREATE, 2, slower);
    google.fail(it -> it.startsWith("PUT /upload"), 2, slower);
    google.fail(it -> it.contains("/operations/"), 2, slower);
    google.fail(it -> it.endsWith(":setIamPolicy"), 2, slower);
    cloud.put(UNIT, Slot.A, fixture.release("one"), step -> {});
    assertThat(cloud.holding(UNIT, Slot.A)).isInstanceOf(Holding.Deployed.class);
    assertThat(google.requests()).filteredOn(CREATE).hasSize(3);
    assertThat(google.requests()).filteredOn(it -> it.endsWith(":setIamPolicy")).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void whatIsThrottledForEverIsToldSo(String step) {
    google.fail(
        it -> it.contains(step),
        Integer.MAX_VALUE,
        Answer.error(
            429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Calls' per minute"));
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.THROTTLED);
    assertThat(e)
        .hasMessage(
            "Google takes no more calls of project acme-1 for now (Quota exceeded for quota metric"
                + " 'Calls' per minute); wait a minute and run the same again");
    assertThat(google.requests()).filteredOn(it -> it.contains(step)).hasSize(3);
  }

  static Stream<String> steps() {
    return Stream.of(
        "GET /v2/projects/acme-1/locations/europe-west1/functions/",
        ":generateUploadUrl",
        "/upload/",
        "/operations/",
        ":setIamPolicy");
  }

  @Test
  void aBuildThatFailsIsToldWithItsLog() {
    google.failOperation(3, "Build failed with status: FAILURE.\nCould not find a jar.");
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.HALF_STATE);
    assertThat(e)
        .hasMessage(
            "Google failed at the function %s in europe-west1 (Build failed with status: FAILURE."
                    .formatted(A)
                + " Could not find a jar); see"
                + " https://console.cloud.google.com/cloud-build/builds;region=europe-west1/b-1?project=42"
                + " and run the same again");
    assertThat(e.requestId())
        .contains("projects/acme-1/locations/europe-west1/operations/operation-0");
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(
            new Holding.Half(
                A + " is FAILED: Build failed with status: FAILURE. Could not find a jar"));
  }

  @Test
  void theLogThatGoogleNamesIsTakenBeforeAny() {
    google.failOperation(
        3,
        "Build failed; see"
            + " https://console.cloud.google.com/cloud-build/builds;region=r/9?project=7.");
    assertThat(failure(UNIT))
        .hasMessageContaining(
            "; see https://console.cloud.google.com/cloud-build/builds;region=r/9?project=7");
  }

  @Test
  void anOperationThatFailsForLackOfRightsOrQuotaIsToldSo() {
    google.failOperation(7, "Missing permission 'artifactregistry.repositories.create'");
    assertThat(failure(UNIT).why()).isEqualTo(Cause.PERMISSION);
    google.failOperation(13, "An internal error");
    assertThat(failure(UNIT).why()).isEqualTo(Cause.HALF_STATE);
    google.failOperation(9, "due to quota restrictions, cannot run builds in this region");
    assertThat(failure(UNIT).why()).isEqualTo(Cause.QUOTA);
  }

  @Test
  void anOperationThatNeverEndsIsGivenUp() {
    google.slow(Integer.MAX_VALUE);
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.TIMED_OUT);
    assertThat(e)
        .hasMessage(
            "waited 100 s for Google's"
                + " projects/acme-1/locations/europe-west1/operations/operation-0"
                + " on the function %s in europe-west1 to end; look at it in the provider's"
                    .formatted(A)
                + " console, and run the same again");
  }

  @Test
  void anotherRunsOperationThatNeverEndsIsGivenUp() {
    cloud.put(UNIT, Slot.A, fixture.release("one"), step -> {});
    google.state(A, 3);
    assertThat(failure(UNIT).why()).isEqualTo(Cause.TIMED_OUT);
  }

  /** Of a request with a body, the JDK's client keeps no more than the status 401. */
  @ParameterizedTest
  @CsvSource({"GET, Request had invalid credentials", "POST, HTTP status 401"})
  void aTokenThatIsNotTakenIsToldSo(String method, String words) {
    google.fail(
        it -> it.startsWith(method),
        Integer.MAX_VALUE,
        Answer.error(401, "UNAUTHENTICATED", "Request had invalid credentials."));
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.CREDENTIALS);
    assertThat(e)
        .hasMessage(
            "Google does not accept the credentials (%s); run `gcloud auth application-default"
                    .formatted(words)
                + " login`, or name a valid file in GOOGLE_APPLICATION_CREDENTIALS, and run the"
                + " same again");
  }

  @Test
  void credentialsThatGoogleTakesNoMoreAreToldSo() {
    google.revoke();
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.CREDENTIALS);
    assertThat(e).hasMessageContaining("run `gcloud auth application-default login`");
    CloudException ofRest =
        catchThrowableOfType(
            CloudException.class, () -> cloud.logs(UNIT, Slot.A, Instant.EPOCH, 5));
    assertThat(ofRest.why()).isEqualTo(Cause.CREDENTIALS);
  }

  @Test
  void aProviderThatIsNotThereIsToldSo() {
    google.close();
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.UNREACHABLE);
    assertThat(e).hasMessageContaining("check the network and run the same again");
  }

  @Test
  void aServerThatIsAwayForLongIsToldSo() {
    google.fail(
        CREATE,
        Integer.MAX_VALUE,
        Answer.error(503, "UNAVAILABLE", "The service is currently unavailable."));
    assertThat(failure(UNIT).why()).isEqualTo(Cause.UNREACHABLE);
    assertThat(google.requests()).filteredOn(CREATE).hasSize(3);
  }

  @Test
  void aGatewaysPageIsNoSecondFailure() {
    google.fail(CREATE, 1, new Answer(500, Map.of(), "<html>oops</html>"));
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.UNREACHABLE);
    assertThat(e).hasMessage("Google did not do it for now (HTTP status 500); run the same again");
  }

  @Test
  void secretsThatGoogleQuotesAreNotToldOn() {
    CloudException refused =
        catchThrowableOfType(
            CloudException.class,
            () ->
                cloud.put(
                    UNIT,
                    Slot.A,
                    fixture.release(
                        "one",
                        true,
                        GcpFixture.sku("run-functions", "1", 64),
                        Map.of("MODE", SECRET)),
                    step -> {}));
    assertThat(refused).hasMessageContaining("with MODE=***");
    assertThat(trace(refused)).doesNotContain(SECRET);
  }

  @Test
  void theUrlOfAnUploadIsNotToldOn() {
    google.fail(
        it -> it.startsWith("PUT /upload"),
        1,
        new Answer(403, Map.of("X-GUploader-UploadID", "u-1"), "<Error/>"));
    CloudException e = failure(UNIT);
    assertThat(e.why()).isEqualTo(Cause.REFUSED);
    assertThat(e.requestId()).contains("u-1");
    assertThat(trace(e)).doesNotContain("s3cr3t");
  }

  private static String trace(Throwable e) {
    var trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}

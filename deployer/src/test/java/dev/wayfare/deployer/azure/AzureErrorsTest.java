package dev.wayfare.deployer.azure;

import static dev.wayfare.deployer.azure.AzureFixture.APP_A;
import static dev.wayfare.deployer.azure.AzureFixture.RETRIES;
import static dev.wayfare.deployer.azure.AzureFixture.SECRET;
import static dev.wayfare.deployer.azure.AzureFixture.UNIT;
import static dev.wayfare.deployer.azure.AzureFixture.bytes;
import static dev.wayfare.deployer.azure.AzureFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.identity.CredentialUnavailableException;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Release;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** What users are told of what Azure refuses. */
final class AzureErrorsTest {
  @TempDir static Path shared;
  @TempDir Path folder;
  private AzureFixture fixture;
  private AzureStandIn azure;
  private AzureCloud cloud;
  private List<String> steps;

  @BeforeEach
  void start() {
    fixture = new AzureFixture(shared, folder);
    azure = fixture.azure;
    cloud = fixture.cloud;
    steps = fixture.steps;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "PUT",
            "/sites/",
            401,
            "ExpiredAuthenticationToken",
            "The access token expiry UTC time is earlier than current UTC time",
            Cause.CREDENTIALS,
            "az login"),
        Arguments.of(
            "PUT",
            "/sites/",
            403,
            "AuthorizationFailed",
            "The client 'x' with object id 'y' does not have authorization to perform action"
                + " 'Microsoft.Web/sites/write' over scope '/s' or the scope is invalid.",
            Cause.PERMISSION,
            "the permission Microsoft.Web/sites/write;"),
        Arguments.of(
            "PUT",
            "/sites/",
            403,
            "LinkedAuthorizationFailed",
            "The client has permission to perform action 'Microsoft.Web/sites/write' on scope '/s';"
                + " however, it does not have permission to perform action(s)"
                + " 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked"
                + " scope(s)",
            Cause.PERMISSION,
            "the permission Microsoft.ManagedIdentity/userAssignedIdentities/assign/action;"),
        Arguments.of(
            "PUT",
            "/serverfarms/",
            401,
            "Unauthorized",
            "Operation cannot be completed without additional quota. Current Limit (FC1 VMs): 0.",
            Cause.QUOTA,
            "FC1 VMs"),
        Arguments.of(
            "PUT",
            "/serverfarms/",
            400,
            "LocationNotAvailableForResourceType",
            "The provided location 'x' is not available for resource type"
                + " 'Microsoft.Web/serverFarms'.",
            Cause.REGION,
            "list-flexconsumption-locations"),
        Arguments.of(
            "PUT",
            "/serverfarms/",
            409,
            "InvalidResourceLocation",
            "The resource already exists in location 'northeurope'.",
            Cause.REGION,
            "wayfare destroy"),
        Arguments.of(
            "PUT",
            "/containers/",
            409,
            "ContainerBeingDeleted",
            "The specified container is being deleted. Try operation later.",
            Cause.HALF_STATE,
            "run the same again"),
        Arguments.of(
            "PUT",
            "/serverfarms/",
            409,
            "MissingSubscriptionRegistration",
            "The subscription is not registered to use namespace 'Microsoft.Web'.",
            Cause.REFUSED,
            "wayfare bootstrap"),
        Arguments.of(
            "PUT",
            "/sites/",
            403,
            "RequestDisallowedByPolicy",
            "Resource was disallowed by policy.",
            Cause.REFUSED,
            "disallowed by policy"),
        Arguments.of(
            "GET",
            "/storageAccounts/acmepackages?",
            404,
            "ResourceNotFound",
            "The storage account was not found.",
            Cause.REFUSED,
            "wayfare bootstrap"),
        Arguments.of(
            "GET",
            "/sites/",
            404,
            "SubscriptionNotFound",
            "The subscription could not be found.",
            Cause.REFUSED,
            "SubscriptionNotFound"),
        Arguments.of(
            "POST",
            "/api/publish",
            403,
            "Forbidden",
            "no",
            Cause.PERMISSION,
            "docs/deploy-azure.md"),
        Arguments.of(
            "PUT",
            "/sites/",
            400,
            "BadRequest",
            "AppSetting with name(s) 'X' are not allowed.",
            Cause.REFUSED,
            "AppSetting with name(s) 'X' are not allowed); "));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsOneSentenceWithTheNextStep(
      String method, String part, int status, String code, String said, Cause cause, String words) {
    azure.fail(request(method, part), status, code, said);

    CloudException refusal = fixture.refusal(fixture.release("one"));

    assertThat(refusal.why()).isEqualTo(cause);
    assertThat(refusal).hasMessageContaining(words);
    assertThat(refusal.getMessage()).doesNotContain("\n").startsWith("could not ");
    assertThat(refusal.requestId()).hasValue("id-of-failure");
  }

  @Test
  void aNameThatSomebodyElseHasIsSaid() {
    azure.manager().isTakenElsewhere(APP_A);

    CloudException refusal = fixture.refusal(fixture.release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.NAME_TAKEN);
    assertThat(refusal)
        .hasMessageContaining("Website with given name acme-hello-azure-a already exists");
    assertThat(refusal.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("id-"));
  }

  @Test
  void withoutTheRightToTheStorageAccountAPackageIsNotTaken() {
    azure.manager().withdrawRoles();

    CloudException refusal = fixture.refusal(fixture.release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.PERMISSION);
    assertThat(refusal).hasMessageContaining("wayfare bootstrap");
  }

  @Test
  void aThrottledCallIsRepeated() {
    for (int i = 0; i < RETRIES; i++) {
      azure.answer(request("PUT", "/sites/"), 429, Map.of("Retry-After", "0"), "{}");
    }

    fixture.put(Slot.A, fixture.release("one"));

    assertThat(azure.requests()).filteredOn(request("PUT", "/sites/")).hasSize(2 + RETRIES);
  }

  @Test
  void throttlingThatDoesNotEndIsSaid() {
    for (int i = 0; i <= RETRIES; i++) {
      azure.answer(
          request("PUT", "/sites/"),
          429,
          Map.of("Retry-After", "0"),
          "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"slow down\"}}");
    }

    CloudException refusal = fixture.refusal(fixture.release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.THROTTLED);
    assertThat(refusal.requestId()).hasValue("id-of-failure");
  }

  @Test
  void anOperationThatDoesNotEndIsSaid() {
    azure.slow(1000);

    CloudException refusal = fixture.refusal(fixture.release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.TIMED_OUT);
    assertThat(refusal).hasMessageContaining("create the plan acme-hello-azure-a-plan");
  }

  @ParameterizedTest
  @CsvSource({
    "InternalServerError, it broke, HALF_STATE",
    "QuotaExceeded, too many of them, QUOTA",
  })
  void anOperationThatFailsLaterIsSaid(String code, String message, Cause cause) {
    azure.slow(2);
    azure.manager().nextOperationFails(code, message);

    CloudException refusal = fixture.refusal(fixture.release("one"));

    assertThat(refusal.why()).isEqualTo(cause);
    assertThat(refusal).hasMessageContaining(code + ": " + message);
    assertThat(refusal.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("id-"));
  }

  @Test
  void aPackageThatCannotBeDeployedIsSaid() {
    azure.manager().site(APP_A).nextFails();

    CloudException refusal = fixture.refusal(fixture.release("one"));

    assertThat(refusal.why()).isEqualTo(Cause.HALF_STATE);
    assertThat(refusal).hasMessageContaining("Package deployment failed");
    assertThat(refusal.requestId()).hasValueSatisfying(id -> assertThat(id).startsWith("id-"));
    assertThat(cloud.holding(UNIT, Slot.A))
        .isEqualTo(
            new Holding.Half("the app acme-hello-azure-a has no package of its release, yet"));
  }

  @Test
  void anotherRunsDeploymentIsWaitedFor() {
    fixture.put(Slot.A, fixture.release("one"));
    azure.slow(5);
    azure.manager().site(APP_A).publish(new byte[] {1}, 5);
    Release two = fixture.release("two");

    fixture.put(Slot.A, two);

    assertThat(azure.uploaded(APP_A)).isEqualTo(bytes(two));
    assertThat(azure.requests()).filteredOn(request("POST", "/api/publish")).hasSize(2);
  }

  @Test
  void aPackageWithoutFunctionsIsNotAwaitedForEver() throws IOException {
    Path archive = Files.writeString(folder.resolve("empty.zip"), "no zip");
    Release empty =
        Release.of(archive, "ab".repeat(32), "0.1.0", Sku.flex("westeurope", 2048), true, Map.of());

    CloudException refusal = fixture.refusal(empty);

    assertThat(refusal.why()).isEqualTo(Cause.TIMED_OUT);
    assertThat(refusal).hasMessageContaining("find the functions");
  }

  @Test
  void whatDoesNotAnswerIsUnreachable() {
    azure.deafFrom(1);

    assertThat(fixture.refusal(fixture.release("one")).why()).isEqualTo(Cause.UNREACHABLE);
  }

  @Test
  void whoHasNoCredentialsIsToldSo() {
    AzureAccess whole = AzureFixture.access(azure);
    var without =
        new AzureAccess(
            whole.http(),
            _ -> Mono.error(new CredentialUnavailableException("none")),
            whole.retries());
    var nobody =
        new AzureCloud(AzureFixture.deployment(azure.baseUrl()), without, AzureFixture.impatient());

    CloudException refusal =
        catchThrowableOfType(
            CloudException.class,
            () -> nobody.put(UNIT, Slot.A, fixture.release("one"), steps::add));

    assertThat(refusal.why()).isEqualTo(Cause.CREDENTIALS);
    assertThat(refusal).hasMessageContaining("az login");
  }

  @Test
  void noVariablesValueIsRepeated() {
    azure.fail(request("PUT", "/sites/"), 400, "BadRequest", "Bad value " + SECRET);

    CloudException refusal = fixture.refusal(fixture.release("one"));

    var all = new StringWriter();
    refusal.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain(SECRET).contains("Bad value ***");
    assertThat(refusal.requestId()).hasValue("id-of-failure");
    assertThat(String.join(",", steps)).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "consumption, 1024, true, plan flex",
    "flex, 1024, true, '512, 2048 and 4096'",
    "flex, 2048, false, 'auth: none'"
  })
  void whatAzureWouldNotDoIsRefusedBeforeAnythingIsAsked(
      String plan, int memoryMib, boolean isPublic, String words) {
    Sku sku = Sku.flex("westeurope", memoryMib).withPlan(plan);

    CloudException refusal = fixture.refusal(fixture.release("one", sku, isPublic));

    assertThat(refusal.why()).isEqualTo(Cause.REFUSED);
    assertThat(refusal).hasMessageContaining(words);
    assertThat(azure.requests()).isEmpty();
  }

  @Test
  void logsAreSaidToBeElsewhere() {
    CloudException refusal =
        catchThrowableOfType(
            CloudException.class, () -> cloud.logs(UNIT, Slot.A, Instant.EPOCH, 10));

    assertThat(refusal.why()).isEqualTo(Cause.REFUSED);
    assertThat(refusal).hasMessageContaining("Application Insights");
  }
}

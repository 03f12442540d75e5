package dev.wayfare.deployer.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.router.config.AzureDeployment;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class AzureFoundationTest {
  private static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
  private static final String GROUP = "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/acme";
  private static final String STORAGE =
      GROUP + "/providers/Microsoft.Storage/storageAccounts/acmepackages";
  private static final String IDENTITY =
      GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/";
  private static final List<String> ALL =
      List.of(
          "the registration of the subscription for Microsoft.Web",
          "the registration of the subscription for Microsoft.Storage",
          "the registration of the subscription for Microsoft.ManagedIdentity",
          "the resource group acme in westeurope",
          "the storage account acmepackages in westeurope, with no public blobs, no keys and TLS"
              + " 1.2",
          "the identity wayfare in westeurope",
          "the role Storage Blob Data Owner for the identity wayfare on the storage account"
              + " acmepackages alone");

  /** Of making everything. */
  private static final int REQUESTS = 21;

  @TempDir static Path shared;

  private AzureStandIn azure;
  private AzureFoundation foundation;
  private final List<String> steps = new ArrayList<>();

  @BeforeEach
  void start() {
    azure = AzureStandIn.start(shared);
    foundation = foundation(null);
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  private AzureFoundation foundation(@Nullable String identity) {
    return new AzureFoundation(
        deployment(azure.baseUrl(), identity),
        "westeurope",
        AzureFixture.access(azure),
        AzureFixture.impatient());
  }

  private static AzureDeployment deployment(URI endpoint, @Nullable String identity) {
    return new AzureDeployment(SUBSCRIPTION, "acme", "acmepackages", identity, endpoint);
  }

  @Test
  void whatIsMissingIsSaidBeforeItIsMade() {
    assertThat(foundation.missing()).isEqualTo(ALL);
    assertThat(azure.changes()).isEmpty();

    azure.slow(2);
    foundation.lay(steps::add);

    assertThat(steps).isEqualTo(ALL);
    assertThat(foundation.missing()).isEmpty();
    azure.forget();
    foundation.lay(steps::add);
    assertThat(azure.changes()).isEmpty();
  }

  @Test
  void theStorageAccountHasNoKeysAndNoPublicBlobs() {
    foundation.lay(steps::add);

    var account = azure.manager().resource(STORAGE);
    assertThat(account.at("/sku/name").asText()).isEqualTo("Standard_LRS");
    assertThat(account.at("/properties/allowSharedKeyAccess").asBoolean(true)).isFalse();
    assertThat(account.at("/properties/allowBlobPublicAccess").asBoolean(true)).isFalse();
    assertThat(account.at("/properties/supportsHttpsTrafficOnly").asBoolean()).isTrue();
    assertThat(account.at("/properties/minimumTlsVersion").asText()).isEqualTo("TLS1_2");
  }

  @Test
  void anIdentityThatSomebodyGaveTheRoleGetsNoOther() {
    azure.lay(SUBSCRIPTION, "acme", "acmepackages", IDENTITY + "own");
    foundation = foundation(IDENTITY + "own");

    assertThat(foundation.missing()).isEqualTo(ALL.subList(0, 3));
  }

  @Test
  void anIdentityOfAnotherGroupIsNotMade() {
    foundation = foundation(IDENTITY.replace("acme", "other") + "own");

    CloudException refusal = refusal();

    assertThat(refusal.why()).isEqualTo(Cause.REFUSED);
    assertThat(refusal).hasMessageContaining("leave out deployment.azure.identity");
  }

  @Test
  void aNewIdentityThatIsNotKnownEverywhereIsAwaited() {
    for (int i = 0; i < 3; i++) {
      azure.fail(
          line -> line.startsWith("PUT ") && line.contains("/roleAssignments/"),
          400,
          "PrincipalNotFound",
          "Principal x does not exist in the directory y.");
    }

    foundation.lay(steps::add);

    assertThat(foundation.missing()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "storageAccounts/acmepackages?, 409, StorageAccountAlreadyTaken, The storage account named"
        + " acmepackages is already taken., NAME_TAKEN, already taken",
    "roleAssignments/, 403, AuthorizationFailed, The client 'x' does not have authorization to"
        + " perform action 'Microsoft.Authorization/roleAssignments/write' over scope '/s'.,"
        + " PERMISSION, the permission Microsoft.Authorization/roleAssignments/write;",
    "resourcegroups/acme?, 400, LocationNotAvailableForResourceGroup, The provided location 'x' is"
        + " not available for resource group., REGION, list-flexconsumption-locations",
    "storageAccounts/acmepackages?, 409, MaxStorageAccountsCountPerSubscriptionExceeded, You have"
        + " reached the quota of 250 accounts, QUOTA, 250 accounts",
  })
  void aRefusalIsOneSentenceWithTheNextStep(
      String part, int status, String code, String said, Cause cause, String words) {
    azure.fail(line -> line.startsWith("PUT ") && line.contains(part), status, code, said);

    CloudException refusal = refusal();

    assertThat(refusal.why()).isEqualTo(cause);
    assertThat(refusal).hasMessageContaining(words);
    assertThat(refusal.requestId()).hasValue("id-of-failure");
  }

  private CloudException refusal() {
    return catchThrowableOfType(CloudException.class, () -> foundation.lay(steps::add));
  }

  @Test
  void allRequestsOfARunAreStoppedAt() {
    azure.slow(1);

    foundation.lay(steps::add);

    assertThat(azure.requests()).hasSize(REQUESTS);
  }

  static IntStream stops() {
    return IntStream.rangeClosed(1, REQUESTS);
  }

  @ParameterizedTest
  @MethodSource("stops")
  void aRunThatIsStoppedAnywhereIsRunAgain(int n) {
    azure.slow(1);
    azure.deafFrom(n);
    assertThat(refusal()).isNotNull();
    azure.hears();

    foundation(null).lay(steps::add);

    assertThat(foundation(null).missing()).isEmpty();
  }
}

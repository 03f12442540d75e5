package dev.wayfare.deployer.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.util.Context;
import com.azure.resourcemanager.authorization.fluent.models.RoleAssignmentInner;
import com.azure.resourcemanager.authorization.models.PrincipalType;
import com.azure.resourcemanager.authorization.models.RoleAssignmentCreateParameters;
import com.azure.resourcemanager.msi.fluent.models.IdentityInner;
import com.azure.resourcemanager.resources.fluent.models.ResourceGroupInner;
import com.azure.resourcemanager.resources.fluentcore.arm.ResourceId;
import com.azure.resourcemanager.storage.models.Kind;
import com.azure.resourcemanager.storage.models.MinimumTlsVersion;
import com.azure.resourcemanager.storage.models.Sku;
import com.azure.resourcemanager.storage.models.SkuName;
import com.azure.resourcemanager.storage.models.StorageAccountCreateParameters;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Foundation;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Progress;
import dev.wayfare.router.config.AzureDeployment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What apps need in a subscription: a resource group, a storage account, and an identity that may
 * read and write blobs there.
 */
public final class AzureFoundation implements Foundation {
  /**
   * {@value}: "Storage Blob Data Owner", which the host needs for its locks, and which has all that
   * a deployment needs.
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity">Connecting
   *     to host storage with an identity</a>
   */
  private static final String BLOB_DATA_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";

  private static final List<String> PROVIDERS =
      List.of("Microsoft.Web", "Microsoft.Storage", "Microsoft.ManagedIdentity");
  private static final String REGISTERED = "Registered";

  private final AzureClients clients;
  private final AzureAccount account;
  private final ResourceId identity;
  private final String region;
  private final Patience patience;
  private final AzureErrors errors = new AzureErrors(List.of());

  /** Something that is made. */
  private record Part(String what, BooleanSupplier isThere, Runnable make) {}

  AzureFoundation(
      AzureDeployment deployment, String region, AzureAccess access, Patience patience) {
    AzureEnvironment environment = AzureClients.environment(deployment.endpoint());
    this.clients = new AzureClients(deployment, environment, access);
    this.account = AzureAccount.of(deployment);
    this.identity = ResourceId.fromString(account.identity());
    this.region = region;
    this.patience = patience;
  }

  /**
   * With the SDK's own chain of credentials.
   *
   * @param region where the group, the account and the identity are made that are not there
   */
  public static AzureFoundation of(AzureDeployment deployment, String region, Patience patience) {
    AzureEnvironment environment = AzureClients.environment(deployment.endpoint());
    return new AzureFoundation(deployment, region, AzureAccess.system(environment), patience);
  }

  @Override
  public List<String> missing() {
    return parts().filter(part -> !part.isThere().getAsBoolean()).map(Part::what).toList();
  }

  @Override
  public void lay(Progress progress) {
    parts()
        .filter(part -> !part.isThere().getAsBoolean())
        .forEach(
            part -> {
              progress.step(part.what());
              part.make().run();
            });
  }

  /** In an order in which they can be made. */
  private Stream<Part> parts() {
    return Stream.concat(
        PROVIDERS.stream()
            .map(
                name ->
                    new Part(
                        "the registration of the subscription for " + name,
                        () -> isRegistered(name),
                        () -> register(name))),
        Stream.of(
            new Part(
                "the resource group %s in %s".formatted(account.group(), region),
                this::hasGroup,
                this::makeGroup),
            new Part(
                "the storage account %s in %s, with no public blobs, no keys and TLS 1.2"
                    .formatted(account.storage(), region),
                this::hasStorage,
                this::makeStorage),
            new Part(
                "the identity %s in %s".formatted(identity.name(), region),
                () -> findIdentity().isPresent(),
                this::makeIdentity),
            new Part(
                "the role Storage Blob Data Owner for the identity %s on the storage account %s alone"
                    .formatted(identity.name(), account.storage()),
                () -> findIdentity().map(this::hasRole).orElse(false),
                this::giveRole)));
  }

  private boolean isRegistered(String provider) {
    return errors.told(
        "look for the registration for " + provider,
        () -> REGISTERED.equals(clients.providers().get(provider).registrationState()));
  }

  private void register(String provider) {
    errors.told(
        "register the subscription for " + provider, () -> clients.providers().register(provider));
    patience.await(
        "the registration for " + provider,
        () -> isRegistered(provider) ? Optional.of(provider) : Optional.empty());
  }

  private boolean hasGroup() {
    return errors.told(
        "look for the resource group " + account.group(),
        () -> clients.groups().checkExistence(account.group()));
  }

  private void makeGroup() {
    errors.told(
        "create the resource group " + account.group(),
        () ->
            clients
                .groups()
                .createOrUpdate(account.group(), new ResourceGroupInner().withLocation(region)));
  }

  private boolean hasStorage() {
    return errors
        .found(
            "look for the storage account " + account.storage(),
            () -> clients.accounts().getByResourceGroup(account.group(), account.storage()))
        .isPresent();
  }

  private void makeStorage() {
    var parameters =
        new StorageAccountCreateParameters()
            .withLocation(region)
            .withKind(Kind.STORAGE_V2)
            .withSku(new Sku().withName(SkuName.STANDARD_LRS))
            .withEnableHttpsTrafficOnly(true)
            .withMinimumTlsVersion(MinimumTlsVersion.TLS1_2)
            .withAllowBlobPublicAccess(false)
            .withAllowSharedKeyAccess(false);
    new Operations(errors, patience)
        .run(
            "create the storage account " + account.storage(),
            () -> clients.accounts().beginCreate(account.group(), account.storage(), parameters));
  }

  private Optional<IdentityInner> findIdentity() {
    return errors.found(
        "look for the identity " + identity.name(),
        () ->
            clients
                .identities(identity.subscriptionId())
                .getByResourceGroup(identity.resourceGroupName(), identity.name()));
  }

  private void makeIdentity() {
    if (!identity.subscriptionId().equalsIgnoreCase(account.subscription())
        || !identity.resourceGroupName().equalsIgnoreCase(account.group())) {
      throw new CloudException(
          Cause.REFUSED,
          "the identity %s is not there, and bootstrap makes one in the resource group %s alone; make it, or leave out deployment.azure.identity"
              .formatted(identity.id(), account.group()),
          null,
          null);
    }
    errors.told(
        "create the identity " + identity.name(),
        () ->
            clients
                .identities(account.subscription())
                .createOrUpdate(
                    account.group(), identity.name(), new IdentityInner().withLocation(region)));
  }

  /** As the SDK wants it, which puts a slash before it and encodes nothing. */
  private String scope() {
    return account.id("Microsoft.Storage/storageAccounts", account.storage()).substring(1);
  }

  /** Somebody may have given it under any name. */
  private boolean hasRole(IdentityInner found) {
    return errors
        .found(
            "list the roles on the storage account " + account.storage(),
            () ->
                clients
                    .roleAssignments()
                    .listForScope(
                        scope(),
                        "principalId%20eq%20'" + found.principalId() + "'",
                        null,
                        null,
                        Context.NONE)
                    .stream()
                    .map(RoleAssignmentInner::roleDefinitionId)
                    .anyMatch(role -> role.endsWith(BLOB_DATA_OWNER)))
        .orElse(false);
  }

  private void giveRole() {
    String doing =
        "give the identity %s its role on the storage account %s"
            .formatted(identity.name(), account.storage());
    UUID principal =
        findIdentity()
            .orElseThrow(
                () ->
                    new CloudException(
                        Cause.HALF_STATE,
                        "could not %s: the identity is gone; run the same again".formatted(doing),
                        null,
                        null))
            .principalId();
    patience.await(
        "Azure to know the new identity " + identity.name(),
        () -> errors.told(doing, () -> giveRole(principal)));
  }

  /** Empty where a part of Azure does not know the identity, yet. */
  private Optional<UUID> giveRole(UUID principal) {
    String name = scope() + principal + BLOB_DATA_OWNER;
    try {
      clients
          .roleAssignments()
          .create(
              scope(),
              UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
              new RoleAssignmentCreateParameters()
                  .withPrincipalId(principal.toString())
                  .withPrincipalType(PrincipalType.SERVICE_PRINCIPAL)
                  .withRoleDefinitionId(
                      "/subscriptions/%s/providers/Microsoft.Authorization/roleDefinitions/%s"
                          .formatted(account.subscription(), BLOB_DATA_OWNER)));
      return Optional.of(principal);
    } catch (HttpResponseException e) {
      return switch (AzureFault.of(e).code()) {
        case "PrincipalNotFound" -> Optional.empty();
        case "RoleAssignmentExists" -> Optional.of(principal);
        default -> throw e;
      };
    }
  }
}

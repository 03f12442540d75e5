package dev.wayfare.deployer.azure;

import static dev.wayfare.deployer.azure.FlexApp.MARK;
import static dev.wayfare.deployer.azure.FlexApp.RELEASE_TAG;

import com.azure.core.util.Context;
import com.azure.resourcemanager.appservice.fluent.models.AppServicePlanInner;
import com.azure.resourcemanager.appservice.fluent.models.SiteInner;
import com.azure.resourcemanager.appservice.models.HostType;
import com.azure.resourcemanager.appservice.models.HostnameSslState;
import com.azure.resourcemanager.msi.fluent.models.IdentityInner;
import com.azure.resourcemanager.resources.fluentcore.arm.ResourceId;
import com.azure.resourcemanager.storage.fluent.models.BlobContainerInner;
import com.azure.resourcemanager.storage.fluent.models.StorageAccountInner;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Holding;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Progress;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A slot of a unit: an app, its plan and its container.
 *
 * <p>An app's settings and its package cannot be changed at once. So it first gets the release's
 * settings and loses its {@link FlexApp#RELEASE_TAG}, then gets the package, and the tag back at
 * last: an app with the tag is whole, wherever an earlier run was stopped.
 */
final class AzureSlot {
  private final AzureClients clients;
  private final AzureAccount account;
  private final Unit unit;
  private final AzureNames names;
  private final Patience patience;

  AzureSlot(
      AzureClients clients, AzureAccount account, Unit unit, AzureNames names, Patience patience) {
    this.clients = clients;
    this.account = account;
    this.unit = unit;
    this.names = names;
    this.patience = patience;
  }

  Holding holding(AzureErrors errors) {
    return findApp(errors).map(app -> holding(app, errors)).orElseGet(Holding.Nothing::new);
  }

  private Holding holding(SiteInner app, AzureErrors errors) {
    if (!isOurs(app.tags())) {
      return new Holding.Foreign(
          "the app %s, which does not bear the tag %s=%s"
              .formatted(names.app(), MARK, unit.name()));
    }
    String release = app.tags().get(RELEASE_TAG);
    if (release == null) {
      return half("has no package of its release, yet");
    }
    if (app.state() != null && !app.state().equals("Running")) {
      return half("is " + app.state());
    }
    Map<String, String> settings = settings(errors);
    String module = settings.get(Release.MODULE_VARIABLE);
    String shim = settings.get(Release.SHIM_VARIABLE);
    return release.equals(settings.get(Release.RELEASE_VARIABLE)) && module != null && shim != null
        ? new Holding.Deployed(release, module, shim, endpoint(app))
        : half("has other settings than it was deployed with");
  }

  private Holding.Half half(String what) {
    return new Holding.Half("the app %s %s".formatted(names.app(), what));
  }

  private boolean isOurs(@Nullable Map<String, String> tags) {
    return tags != null && unit.name().equals(tags.get(MARK));
  }

  private static URI endpoint(SiteInner app) {
    return URI.create("https://" + app.defaultHostname());
  }

  /** Makes all that is missing of {@code release}, which is not there yet. */
  URI put(Release release, AzureErrors errors, Progress progress) {
    var operations = new Operations(errors, patience);
    FlexApp wanted = wanted(release, errors);
    ensureContainer(errors, progress);
    String plan = ensurePlan(wanted, operations, progress);
    progress.step("app " + names.app());
    Map<String, String> tags = findApp(errors).map(SiteInner::tags).orElseGet(Map::of);
    putApp(wanted.unfinished(plan, tags), operations);
    progress.step("uploading %.1f MiB".formatted(mebibytes(release.archive())));
    deployment(existingApp(errors), errors).publish(release.archive());
    progress.step("waiting for the functions of " + names.app());
    awaitFunctions(errors);
    progress.step("finishing app " + names.app());
    putApp(wanted.finished(plan, tags), operations);
    return endpoint(existingApp(errors));
  }

  private FlexApp wanted(Release release, AzureErrors errors) {
    ResourceId id = ResourceId.fromString(account.identity());
    IdentityInner identity =
        errors.told(
            "read the identity " + id.name(),
            () ->
                clients
                    .identities(id.subscriptionId())
                    .getByResourceGroup(id.resourceGroupName(), id.name()));
    StorageAccountInner storage =
        errors.told(
            "read the storage account " + account.storage(),
            () -> clients.accounts().getByResourceGroup(account.group(), account.storage()));
    return new FlexApp(
        unit,
        names,
        release,
        account.identity(),
        identity.clientId().toString(),
        storage.primaryEndpoints());
  }

  private void ensureContainer(AzureErrors errors, Progress progress) {
    Optional<BlobContainerInner> there = findContainer(errors);
    if (there.isPresent()) {
      refuseUnlessOurs(there.get().metadata(), "container " + names.container());
      return;
    }
    progress.step("container " + names.container());
    errors.told(
        "create the container " + names.container(),
        () ->
            clients
                .containers()
                .create(
                    account.group(),
                    account.storage(),
                    names.container(),
                    new BlobContainerInner().withMetadata(Map.of(MARK, unit.name()))));
  }

  private String ensurePlan(FlexApp wanted, Operations operations, Progress progress) {
    Optional<AppServicePlanInner> there = findPlan(operations.errors());
    if (there.isPresent()) {
      refuseUnlessOurs(there.get().tags(), "plan " + names.plan());
    } else {
      progress.step("plan " + names.plan());
      operations.run(
          "create the plan " + names.plan(),
          () -> clients.plans().beginCreateOrUpdate(account.group(), names.plan(), wanted.plan()));
    }
    return account.id("Microsoft.Web/serverfarms", names.plan());
  }

  private void refuseUnlessOurs(@Nullable Map<String, String> marks, String what) {
    if (!isOurs(marks)) {
      throw new CloudException(
          Cause.NAME_TAKEN,
          "there is already the %s, which wayfare did not make; choose another deployment.prefix"
              .formatted(what),
          null,
          null);
    }
  }

  private void putApp(SiteInner app, Operations operations) {
    operations.run(
        "bring about the app " + names.app(),
        () -> clients.apps().beginCreateOrUpdate(account.group(), names.app(), app));
  }

  private SiteInner existingApp(AzureErrors errors) {
    return errors.told(
        "read the app " + names.app(),
        () -> clients.apps().getByResourceGroup(account.group(), names.app()));
  }

  private OneDeploy deployment(SiteInner app, AzureErrors errors) {
    List<HostnameSslState> hosts = Objects.requireNonNullElse(app.hostnameSslStates(), List.of());
    URI site =
        hosts.stream()
            .filter(host -> host.hostType() == HostType.REPOSITORY)
            .map(host -> URI.create("https://" + host.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    new CloudException(
                        Cause.HALF_STATE,
                        "the app %s has no deployment site, yet; run the same again"
                            .formatted(names.app()),
                        null,
                        null));
    return new OneDeploy(clients.pipeline(), site, names.app(), errors, patience);
  }

  /** The platform lists them once it has read the package. */
  private void awaitFunctions(AzureErrors errors) {
    patience.await(
        "Azure to find the functions in the package of the app " + names.app(),
        () ->
            errors.told(
                "list the functions of the app " + names.app(),
                () ->
                    clients.apps().listFunctions(account.group(), names.app()).stream().findAny()));
  }

  /** Removes what is ours of all that the slot has. */
  void remove(AzureErrors errors, Progress progress) {
    if (findApp(errors).filter(app -> isOurs(app.tags())).isPresent()) {
      progress.step("removing the app " + names.app());
      errors.found(
          "remove the app " + names.app(),
          () ->
              clients
                  .apps()
                  .deleteWithResponse(account.group(), names.app(), null, false, Context.NONE));
    }
    if (findPlan(errors).filter(plan -> isOurs(plan.tags())).isPresent()) {
      progress.step("removing the plan " + names.plan());
      errors.found(
          "remove the plan " + names.plan(),
          () -> clients.plans().deleteWithResponse(account.group(), names.plan(), Context.NONE));
    }
    if (findContainer(errors).filter(there -> isOurs(there.metadata())).isPresent()) {
      progress.step("removing the container " + names.container());
      errors.found(
          "remove the container " + names.container(),
          () ->
              clients
                  .containers()
                  .deleteWithResponse(
                      account.group(), account.storage(), names.container(), Context.NONE));
    }
  }

  private Optional<SiteInner> findApp(AzureErrors errors) {
    return errors.found(
        "look for the app " + names.app(),
        () -> clients.apps().getByResourceGroup(account.group(), names.app()));
  }

  private Optional<AppServicePlanInner> findPlan(AzureErrors errors) {
    return errors.found(
        "look for the plan " + names.plan(),
        () -> clients.plans().getByResourceGroup(account.group(), names.plan()));
  }

  private Optional<BlobContainerInner> findContainer(AzureErrors errors) {
    return errors.found(
        "look for the container " + names.container(),
        () -> clients.containers().get(account.group(), account.storage(), names.container()));
  }

  private Map<String, String> settings(AzureErrors errors) {
    return Objects.requireNonNullElse(
        errors
            .told(
                "read the settings of the app " + names.app(),
                () -> clients.apps().listApplicationSettings(account.group(), names.app()))
            .properties(),
        Map.of());
  }

  private static double mebibytes(Path archive) {
    return archive.toFile().length() / (1024.0 * 1024.0);
  }
}

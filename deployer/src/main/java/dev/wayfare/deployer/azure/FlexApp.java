package dev.wayfare.deployer.azure;

import com.azure.resourcemanager.appservice.fluent.models.AppServicePlanInner;
import com.azure.resourcemanager.appservice.fluent.models.SiteConfigInner;
import com.azure.resourcemanager.appservice.fluent.models.SiteInner;
import com.azure.resourcemanager.appservice.models.AuthenticationType;
import com.azure.resourcemanager.appservice.models.FunctionAppConfig;
import com.azure.resourcemanager.appservice.models.FunctionsAlwaysReadyConfig;
import com.azure.resourcemanager.appservice.models.FunctionsDeployment;
import com.azure.resourcemanager.appservice.models.FunctionsDeploymentStorage;
import com.azure.resourcemanager.appservice.models.FunctionsDeploymentStorageAuthentication;
import com.azure.resourcemanager.appservice.models.FunctionsDeploymentStorageType;
import com.azure.resourcemanager.appservice.models.FunctionsRuntime;
import com.azure.resourcemanager.appservice.models.FunctionsScaleAndConcurrency;
import com.azure.resourcemanager.appservice.models.ManagedServiceIdentity;
import com.azure.resourcemanager.appservice.models.ManagedServiceIdentityType;
import com.azure.resourcemanager.appservice.models.NameValuePair;
import com.azure.resourcemanager.appservice.models.RuntimeName;
import com.azure.resourcemanager.appservice.models.SkuDescription;
import com.azure.resourcemanager.appservice.models.UserAssignedIdentity;
import com.azure.resourcemanager.storage.models.Endpoints;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A release as an app of a Flex Consumption plan.
 *
 * @param identity the resource id of the one that it runs as
 * @param clientId the same identity's, as tokens are asked for
 * @param storage where its package and its host's blobs are
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code?pivots=flex-consumption-plan">Automate
 *     resource deployment</a>
 */
record FlexApp(
    Unit unit,
    AzureNames names,
    Release release,
    String identity,
    String clientId,
    Endpoints storage) {
  /** The tag of everything that is ours; its value is the unit's name. */
  static final String MARK = "wayfare";

  /** The tag of an app whose package was deployed to the end; its value is the release's digest. */
  static final String RELEASE_TAG = "wayfare-release";

  private static final String JAVA = "21";
  private static final List<Integer> MEMORIES_MIB = List.of(512, 2048, 4096);

  /**
   * The platform's own default.
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-functions/functions-scale#scale">Scale</a>
   */
  private static final int MOST_INSTANCES = 100;

  /** Says what Azure would not do, before anything is made. */
  static void check(Unit unit, Release release) {
    switch (release.sku().plan()) {
      case "flex", "flex-always-ready" -> {}
      default ->
          throw refused(
              "target %s is of the plan %s, which Azure retires on 2028-09-30; make it plan flex"
                  .formatted(unit.target(), release.sku().plan()));
    }
    if (!MEMORIES_MIB.contains(release.sku().memoryMib())) {
      throw refused(
          "target %s has %d MiB, and Flex Consumption sells 512, 2048 and 4096; choose one of them"
              .formatted(unit.target(), release.sku().memoryMib()));
    }
    if (!release.isPublic()) {
      throw refused(
          "target %s asks Azure for a key, and what is deployed there is guarded by the router's key alone; give it key-file and \"auth: none\", or deploy it yourself and give it an endpoint"
              .formatted(unit.target()));
    }
  }

  private static CloudException refused(String why) {
    return new CloudException(CloudException.Cause.REFUSED, why, null, null);
  }

  AppServicePlanInner plan() {
    return new AppServicePlanInner()
        .withLocation(unit.region())
        .withTags(Map.of(MARK, unit.name()))
        .withKind("functionapp")
        .withSku(new SkuDescription().withName("FC1").withTier("FlexConsumption"))
        .withReserved(true);
  }

  /**
   * The app while its package is not there, yet.
   *
   * @param others tags that it has, which stay
   */
  SiteInner unfinished(String planId, Map<String, String> others) {
    var tags = new TreeMap<>(others);
    tags.put(MARK, unit.name());
    tags.remove(RELEASE_TAG);
    return app(planId, tags);
  }

  /** The same app when it is. */
  SiteInner finished(String planId, Map<String, String> others) {
    var tags = new TreeMap<>(others);
    tags.put(MARK, unit.name());
    tags.put(RELEASE_TAG, release.digest());
    return app(planId, tags);
  }

  private SiteInner app(String planId, Map<String, String> tags) {
    return new SiteInner()
        .withLocation(unit.region())
        .withTags(tags)
        .withKind("functionapp,linux")
        .withIdentity(
            new ManagedServiceIdentity()
                .withType(ManagedServiceIdentityType.USER_ASSIGNED)
                .withUserAssignedIdentities(Map.of(identity, new UserAssignedIdentity())))
        .withServerFarmId(planId)
        .withReserved(true)
        .withHttpsOnly(true)
        .withFunctionAppConfig(functionAppConfig())
        .withSiteConfig(new SiteConfigInner().withAppSettings(settings()));
  }

  private FunctionAppConfig functionAppConfig() {
    return new FunctionAppConfig()
        .withRuntime(new FunctionsRuntime().withName(RuntimeName.JAVA).withVersion(JAVA))
        .withScaleAndConcurrency(
            new FunctionsScaleAndConcurrency()
                .withInstanceMemoryMB(release.sku().memoryMib())
                .withMaximumInstanceCount(MOST_INSTANCES)
                .withAlwaysReady(alwaysReady()))
        .withDeployment(
            new FunctionsDeployment()
                .withStorage(
                    new FunctionsDeploymentStorage()
                        .withType(FunctionsDeploymentStorageType.BLOB_CONTAINER)
                        .withValue(storage.blob() + names.container())
                        .withAuthentication(
                            new FunctionsDeploymentStorageAuthentication()
                                .withType(AuthenticationType.USER_ASSIGNED_IDENTITY)
                                .withUserAssignedIdentityResourceId(identity))));
  }

  private List<FunctionsAlwaysReadyConfig> alwaysReady() {
    return release.sku().plan().equals("flex-always-ready")
        ? List.of(new FunctionsAlwaysReadyConfig().withName("http").withInstanceCount(1))
        : List.of();
  }

  private List<NameValuePair> settings() {
    SortedMap<String, String> all = release.environment();
    all.put("AzureWebJobsStorage__blobServiceUri", storage.blob());
    all.put("AzureWebJobsStorage__queueServiceUri", storage.queue());
    all.put("AzureWebJobsStorage__tableServiceUri", storage.table());
    all.put("AzureWebJobsStorage__credential", "managedidentity");
    all.put("AzureWebJobsStorage__clientId", clientId);
    all.put("AzureFunctionsWebHost__hostid", names.hostId());
    return all.entrySet().stream()
        .map(
            setting -> new NameValuePair().withName(setting.getKey()).withValue(setting.getValue()))
        .toList();
  }

  /** Without the values of variables. */
  @Override
  public String toString() {
    return "FlexApp[%s, %s]".formatted(names.app(), release);
  }
}

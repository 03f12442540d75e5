package dev.wayfare.deployer.azure;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.appservice.AppServiceManager;
import com.azure.resourcemanager.appservice.fluent.AppServicePlansClient;
import com.azure.resourcemanager.appservice.fluent.WebAppsClient;
import com.azure.resourcemanager.authorization.fluent.RoleAssignmentsClient;
import com.azure.resourcemanager.msi.MsiManager;
import com.azure.resourcemanager.msi.fluent.UserAssignedIdentitiesClient;
import com.azure.resourcemanager.resources.fluent.ProvidersClient;
import com.azure.resourcemanager.resources.fluent.ResourceGroupsClient;
import com.azure.resourcemanager.resources.fluentcore.policy.AuthenticationPolicy;
import com.azure.resourcemanager.storage.fluent.BlobContainersClient;
import com.azure.resourcemanager.storage.fluent.StorageAccountsClient;
import dev.wayfare.router.config.AzureDeployment;
import java.net.URI;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** The parts of the SDK that are used, all on one pipeline. */
final class AzureClients {
  private final HttpPipeline pipeline;
  private final AzureEnvironment environment;
  private final AppServiceManager manager;

  AzureClients(AzureDeployment deployment, AzureEnvironment environment, AzureAccess access) {
    this.environment = environment;
    // The SDK's own pipeline would register resource providers by itself, which is for bootstrap.
    this.pipeline =
        new HttpPipelineBuilder()
            .httpClient(access.http())
            .policies(
                new UserAgentPolicy("wayfare"),
                new RequestIdPolicy(),
                // Before the retries: that there are no credentials does not change in between.
                new AuthenticationPolicy(access.credential(), environment),
                new RetryPolicy(access.retries()))
            .build();
    this.manager = AppServiceManager.authenticate(pipeline, profile(deployment.subscription()));
  }

  /** The cloud whose resource manager is at {@code endpoint}; null for the public one. */
  static AzureEnvironment environment(@Nullable URI endpoint) {
    if (endpoint == null) {
      return AzureEnvironment.AZURE;
    }
    return AzureEnvironment.knownEnvironments().stream()
        .filter(
            known ->
                URI.create(known.getResourceManagerEndpoint())
                    .getHost()
                    .equalsIgnoreCase(endpoint.getHost()))
        .findFirst()
        .orElseGet(() -> publicCloudAt(endpoint));
  }

  private static AzureEnvironment publicCloudAt(URI endpoint) {
    var endpoints = new HashMap<>(AzureEnvironment.AZURE.getEndpoints());
    endpoints.put(AzureEnvironment.Endpoint.RESOURCE_MANAGER.identifier(), endpoint.toString());
    return new AzureEnvironment(endpoints);
  }

  private AzureProfile profile(String subscription) {
    return new AzureProfile(null, subscription, environment);
  }

  /** Signs requests and repeats them, for what the SDK has no client for. */
  HttpPipeline pipeline() {
    return pipeline;
  }

  WebAppsClient apps() {
    return manager.serviceClient().getWebApps();
  }

  AppServicePlansClient plans() {
    return manager.serviceClient().getAppServicePlans();
  }

  StorageAccountsClient accounts() {
    return manager.storageManager().serviceClient().getStorageAccounts();
  }

  BlobContainersClient containers() {
    return manager.storageManager().serviceClient().getBlobContainers();
  }

  /** An identity may be of another subscription than what runs as it. */
  UserAssignedIdentitiesClient identities(String subscription) {
    return MsiManager.authenticate(pipeline, profile(subscription))
        .serviceClient()
        .getUserAssignedIdentities();
  }

  RoleAssignmentsClient roleAssignments() {
    return manager.authorizationManager().roleServiceClient().getRoleAssignments();
  }

  ResourceGroupsClient groups() {
    return manager.resourceManager().serviceClient().getResourceGroups();
  }

  ProvidersClient providers() {
    return manager.resourceManager().serviceClient().getProviders();
  }
}

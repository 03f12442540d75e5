package dev.wayfare.deployer.azure;

import dev.wayfare.router.config.AzureDeployment;

/**
 * Where everything is made.
 *
 * @param group of resources
 * @param storage the account that packages are kept in
 * @param identity the resource id of the one that apps run as
 */
record AzureAccount(String subscription, String group, String storage, String identity) {
  /** The identity that bootstrap makes where the configuration names none. */
  static final String IDENTITY = "wayfare";

  static AzureAccount of(AzureDeployment deployment) {
    String identity = deployment.identity();
    return new AzureAccount(
        deployment.subscription(),
        deployment.resourceGroup(),
        deployment.storageAccount(),
        identity == null
            ? id(
                deployment.subscription(),
                deployment.resourceGroup(),
                "Microsoft.ManagedIdentity/userAssignedIdentities",
                IDENTITY)
            : identity);
  }

  /** The resource id of what is called {@code name} in the group. */
  String id(String type, String name) {
    return id(subscription, group, type, name);
  }

  private static String id(String subscription, String group, String type, String name) {
    return "/subscriptions/%s/resourceGroups/%s/providers/%s/%s"
        .formatted(subscription, group, type, name);
  }
}

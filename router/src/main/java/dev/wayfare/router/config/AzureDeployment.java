package dev.wayfare.router.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where functions are deployed on Azure.
 *
 * @param subscription its id
 * @param resourceGroup what is made is in there; it exists
 * @param storageAccount where archives are kept; it exists
 * @param identity the resource id of the user-assigned identity that apps run as, or null for the
 *     one called wayfare in the resource group
 * @param endpoint Azure Resource Manager, or null for that of the public cloud
 */
public record AzureDeployment(
    String subscription,
    String resourceGroup,
    String storageAccount,
    @Nullable String identity,
    @Nullable URI endpoint) {}

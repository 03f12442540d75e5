package dev.wayfare.router.config;

import dev.wayfare.router.deployed.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code wayfare deploy} deploys to.
 *
 * @param state where it is kept what is deployed
 * @param prefix what the names of all that is made begin with
 * @param aws the account on AWS, or null where nothing is deployed there
 * @param azure the subscription on Azure, likewise
 * @param gcp the project on Google Cloud, likewise
 */
public record DeploymentSettings(
    StateStore state,
    String prefix,
    @Nullable AwsDeployment aws,
    @Nullable AzureDeployment azure,
    @Nullable GcpDeployment gcp) {}

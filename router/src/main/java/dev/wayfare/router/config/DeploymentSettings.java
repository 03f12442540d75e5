package dev.wayfare.router.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code wayfare deploy} deploys to.
 *
 * @param state the file that says what is deployed, resolved against the configuration
 * @param prefix what the names of all that is made begin with
 * @param aws the account on AWS, or null where nothing is deployed there
 * @param azure the subscription on Azure, likewise
 * @param gcp the project on Google Cloud, likewise
 */
public record DeploymentSettings(
    Path state,
    String prefix,
    @Nullable AwsDeployment aws,
    @Nullable AzureDeployment azure,
    @Nullable GcpDeployment gcp) {}

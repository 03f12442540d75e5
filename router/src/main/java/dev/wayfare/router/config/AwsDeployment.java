package dev.wayfare.router.config;

import org.jspecify.annotations.Nullable;

/**
 * Where functions are deployed on AWS.
 *
 * @param role the ARN of the role that they run as
 * @param bucket of S3, for archives of more than 50 MB; {@code {region}} in it stands for the
 *     function's; or null for none
 * @param snapStart whether environments are restored from a snapshot
 */
public record AwsDeployment(String role, @Nullable String bucket, boolean snapStart) {}

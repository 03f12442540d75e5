package dev.wayfare.router.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where functions are deployed on Google Cloud.
 *
 * @param project its id
 * @param serviceAccount the e-mail address of the account that functions run as, or null for the
 *     project's own
 * @param endpoint that takes the place of Google's, or null for Google's
 */
public record GcpDeployment(
    String project, @Nullable String serviceAccount, @Nullable URI endpoint) {}

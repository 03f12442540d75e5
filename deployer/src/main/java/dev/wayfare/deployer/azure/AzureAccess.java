package dev.wayfare.deployer.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.management.AzureEnvironment;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.time.Duration;

/**
 * How Azure is reached.
 *
 * @param retries of calls that are throttled or fail, unless Azure says itself when to try again
 */
record AzureAccess(HttpClient http, TokenCredential credential, RetryOptions retries) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(4);
  private static final int RETRIES = 5;

  /** With the SDK's own chain of credentials. */
  static AzureAccess system(AzureEnvironment environment) {
    var credential = new DefaultAzureCredentialBuilder();
    if (environment != AzureEnvironment.AZURE && isKnown(environment)) {
      credential.authorityHost(environment.getActiveDirectoryEndpoint());
    }
    return new AzureAccess(
        new JdkHttpClientBuilder().connectionTimeout(CONNECT).responseTimeout(ANSWER).build(),
        credential.build(),
        new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(RETRIES)));
  }

  /** Of a sovereign cloud; else the chain looks at {@code AZURE_AUTHORITY_HOST}. */
  private static boolean isKnown(AzureEnvironment environment) {
    return AzureEnvironment.knownEnvironments().contains(environment);
  }
}

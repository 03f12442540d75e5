package dev.wayfare.deployer.gcp;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.functions.v2.FunctionServiceClient;
import com.google.cloud.functions.v2.FunctionServiceSettings;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Patience;
import dev.wayfare.router.config.GcpDeployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Google's APIs, called by REST with one set of credentials. Calls that are throttled, or that meet
 * a server which is not there for a moment, are repeated by Google's libraries. That holds for
 * changes too: whoever makes one looks first, and takes it well that it was made already.
 *
 * @param functions Cloud Functions API v2
 * @param rest the others
 * @param patience for operations
 */
record GoogleApis(
    GcpDeployment account, FunctionServiceClient functions, Rest rest, Patience patience)
    implements AutoCloseable {
  /** Writes are counted by the minute, so that a minute's pauses see a throttled call through. */
  static final RetrySettings RETRIES =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofSeconds(1))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(20))
          .setInitialRpcTimeoutDuration(Duration.ofMinutes(1))
          .setMaxRpcTimeoutDuration(Duration.ofMinutes(1))
          .setTotalTimeoutDuration(Duration.ofMinutes(10))
          .setMaxAttempts(7)
          .build();

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  /** With application default credentials. */
  static GoogleApis of(GcpDeployment account, Patience patience) {
    try {
      return of(account, patience, GoogleCredentials.getApplicationDefault(), RETRIES);
    } catch (IOException e) {
      throw new CloudException(
          CloudException.Cause.CREDENTIALS,
          "Google's application default credentials cannot be had (%s); run `gcloud auth"
                  .formatted(GoogleErrors.line(e))
              + " application-default login`, or name a file in GOOGLE_APPLICATION_CREDENTIALS",
          null,
          e);
    }
  }

  static GoogleApis of(
      GcpDeployment account, Patience patience, GoogleCredentials given, RetrySettings retries) {
    Credentials credentials = given.createScoped(SCOPE);
    URI endpoint = account.endpoint();
    var settings =
        FunctionServiceSettings.newHttpJsonBuilder()
            .setCredentialsProvider(FixedCredentialsProvider.create(credentials));
    if (endpoint != null) {
      settings.setEndpoint(endpoint.toString());
    }
    try {
      settings.applyToAllUnaryMethods(
          call -> {
            call.setRetryableCodes(Set.of(Code.RESOURCE_EXHAUSTED, Code.UNAVAILABLE))
                .setRetrySettings(retries);
            return null;
          });
      return new GoogleApis(
          account,
          FunctionServiceClient.create(settings.build()),
          new Rest(credentials, endpoint, retries),
          patience);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    functions.close();
  }
}

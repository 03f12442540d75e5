package dev.wayfare.deployer.aws;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the SDK's clients, all with its own chain of credentials and its own retries of throttled
 * and failed calls.
 *
 * @param credentials in place of the chain; null for that
 * @param endpoint in place of Amazon's; null for that, or for what the environment says ({@code
 *     AWS_ENDPOINT_URL})
 * @param retries of calls
 */
record AwsClients(
    @Nullable AwsCredentialsProvider credentials,
    @Nullable URI endpoint,
    RetryStrategy retries,
    SdkHttpClient http)
    implements AutoCloseable {
  /**
   * A deployment makes few calls and waits for minutes anyway, so it tries longer than a server.
   */
  private static final int ATTEMPTS = 8;

  static AwsClients system() {
    return new AwsClients(
        null,
        null,
        AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build(),
        UrlConnectionHttpClient.create());
  }

  LambdaClient lambda(String region) {
    return in(region, LambdaClient.builder()).build();
  }

  S3Client s3(String region) {
    return in(region, S3Client.builder()).forcePathStyle(endpoint != null).build();
  }

  CloudWatchLogsClient logs(String region) {
    return in(region, CloudWatchLogsClient.builder()).build();
  }

  IamClient iam() {
    return in(Region.AWS_GLOBAL.id(), IamClient.builder()).build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B in(
      String region, B builder) {
    builder
        .region(Region.of(region))
        .httpClient(http)
        .overrideConfiguration(override -> override.retryStrategy(retries));
    if (credentials != null) {
      builder.credentialsProvider(credentials);
    }
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder;
  }

  @Override
  public void close() {
    http.close();
  }
}

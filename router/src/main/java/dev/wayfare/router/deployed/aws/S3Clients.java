package dev.wayfare.router.deployed.aws;

import dev.wayfare.router.deployed.UnreachableStateException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes clients of S3: with the SDK's chain of credentials and its retries. */
final class S3Clients {
  /** The status of a write that came as another one was under way; it is to be repeated. */
  static final int CONFLICT = 409;

  static final Duration MOST_PER_CALL = Duration.ofSeconds(10);

  private static final Duration MOST_PER_TRY = Duration.ofSeconds(4);

  private static @Nullable S3Client shared;

  private S3Clients() {}

  /**
   * One for all, made when it is first needed: it keeps credentials, and regions of buckets.
   *
   * @throws UnreachableStateException where the SDK's settings make none
   */
  static synchronized S3Client system() {
    if (shared == null) {
      try {
        shared = of(null, null);
      } catch (RuntimeException e) {
        throw new UnreachableStateException(
            "S3 cannot be asked with the settings of AWS's SDK (%s); see AWS_ENDPOINT_URL_S3, AWS_REGION and ~/.aws/config"
                .formatted(e.getMessage()),
            e);
      }
    }
    return shared;
  }

  /**
   * A new one.
   *
   * @param endpoint in place of Amazon's; null for that, or for what {@code AWS_ENDPOINT_URL_S3} or
   *     {@code AWS_ENDPOINT_URL} says
   * @param credentials in place of the chain; null for that
   */
  static S3Client of(@Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials) {
    S3Client client = builder(endpoint, credentials).build();
    if (client.serviceClientConfiguration().endpointOverride().isEmpty()) {
      return client;
    }
    client.close();
    // Few other servers know a host for each bucket.
    return builder(endpoint, credentials).forcePathStyle(true).build();
  }

  private static S3ClientBuilder builder(
      @Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region())
            .crossRegionAccessEnabled(true)
            .httpClient(UrlConnectionHttpClient.builder().socketTimeout(MOST_PER_TRY).build())
            // Not all other servers know checksums in trailers.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                it -> it.chunkedEncodingEnabled(false).expectContinueEnabled(false))
            .overrideConfiguration(
                it ->
                    it.apiCallTimeout(MOST_PER_CALL)
                        .apiCallAttemptTimeout(MOST_PER_TRY)
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .retryOnException(S3Clients::isConflict)
                                .build()));
    Optional.ofNullable(endpoint).ifPresent(builder::endpointOverride);
    Optional.ofNullable(credentials).ifPresent(builder::credentialsProvider);
    return builder;
  }

  private static boolean isConflict(Throwable e) {
    return e instanceof S3Exception refused && refused.statusCode() == CONFLICT;
  }

  /**
   * What is configured, or else any: AWS says where a bucket is. An instance is not asked, since
   * elsewhere that takes seconds.
   */
  private static Region region() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      return Region.US_EAST_1;
    }
  }
}

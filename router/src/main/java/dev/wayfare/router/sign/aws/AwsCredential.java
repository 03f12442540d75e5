package dev.wayfare.router.sign.aws;

import dev.wayfare.router.config.TargetAuth.AwsIam;
import dev.wayfare.router.sign.Credential;
import dev.wayfare.router.sign.SignableRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs requests by Signature Version 4. Signed are method, path, query, body, {@code Host}, and
 * the fields of the signature itself: others may change on their way.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
final class AwsCredential implements Credential {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  private final AwsIam auth;
  private final AwsCredentialsIdentity identity;
  private final Instant expiresAt;
  private final InstantSource instants;

  AwsCredential(
      AwsIam auth, AwsCredentialsIdentity identity, Instant expiresAt, InstantSource instants) {
    this.auth = auth;
    this.identity = identity;
    this.expiresAt = expiresAt;
    this.instants = instants;
  }

  @Override
  public Instant expiresAt() {
    return expiresAt;
  }

  @Override
  public Map<String, String> fields(SignableRequest request) {
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .uri(request.uri())
            .build();
    SdkHttpRequest signed =
        SIGNER
            .sign(
                by ->
                    by.identity(identity)
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArrayUnsafe(request.body()))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, auth.region())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, auth.service())
                        .putProperty(
                            AwsV4HttpSigner.SIGNING_CLOCK, instants.withZone(ZoneOffset.UTC)))
            .request();
    Map<String, String> fields = new HashMap<>();
    for (String name : auth.ownFields()) {
      signed.firstMatchingHeader(name).ifPresent(value -> fields.put(name, value));
    }
    return fields;
  }
}

package dev.wayfare.router.sign.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.TargetAuth.AwsIam;
import dev.wayfare.router.sign.SignableRequest;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

final class AwsCredentialTest {
  private static final Instant DATE = Instant.parse("2013-05-24T00:00:00Z");
  private static final String ACCESS = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private static Map<String, String> fields(AwsCredentialsIdentity identity, String query) {
    return new AwsCredential(new AwsIam("us-east-1", "s3"), identity, Instant.MAX, () -> DATE)
        .fields(
            new SignableRequest(
                "GET",
                URI.create("https://examplebucket.s3.amazonaws.com/?" + query),
                new byte[0]));
  }

  /**
   * The two of AWS's examples that sign just what is signed here.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">Examples:
   *     Signature calculations</a>
   */
  @ParameterizedTest
  @CsvSource({
    "lifecycle, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
  })
  void aPublishedRequestGetsItsPublishedSignature(String query, String signature) {
    assertThat(fields(AwsCredentialsIdentity.create(ACCESS, SECRET), query))
        .containsOnly(
            Map.entry("x-amz-date", "20130524T000000Z"),
            Map.entry(
                "x-amz-content-sha256",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            Map.entry(
                "authorization",
                "AWS4-HMAC-SHA256"
                    + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                    + " SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="
                    + signature));
  }

  @Test
  void theTokenOfASessionIsSentAndSigned() {
    Map<String, String> fields =
        fields(AwsSessionCredentialsIdentity.create(ACCESS, SECRET, "a-token"), "lifecycle");
    assertThat(fields).containsEntry("x-amz-security-token", "a-token");
    assertThat(fields.get("authorization"))
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,");
  }
}

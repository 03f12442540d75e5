package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetAccessSectionTest {
  private static final String KEY = "0123456789abcdef";

  private static TargetAccess access(String provider, String endpoint, String more) {
    String sku =
        switch (provider) {
          case "edge" -> "memory: 1MiB";
          case "gcp" -> "region: us-central1, memory: 1GiB, vcpus: 1";
          case "azure" -> "region: eastus, memory: 2048MiB";
          default -> "region: eu-west-1, memory: 1GiB";
        };
    String text =
        """
        version: 1
        functions:
          f:
            path: /
            targets: [{id: t, provider: %s, %s%s%s}]
        """
            .formatted(
                provider,
                sku,
                endpoint.equals("-") ? "" : ", endpoint: \"" + endpoint + "\"",
                more.isEmpty() ? "" : ", " + more);
    return WayfareConfig.parse(Path.of("conf", "w.yaml"), text, Map.of("KEY", KEY))
        .targets()
        .getFirst()
        .access();
  }

  @ParameterizedTest
  @CsvSource({
    "https://abc.lambda-url.eu-west-1.on.aws/, lambda",
    "https://abc.execute-api.eu-west-1.amazonaws.com/prod, execute-api",
    "https://api.shop.example/, execute-api"
  })
  void theEndpointTellsWhichServiceASignatureIsFor(String endpoint, String service) {
    assertThat(access("aws", endpoint, "auth: aws-iam, key-variable: KEY").auth())
        .isEqualTo(new TargetAuth.AwsIam("eu-west-1", service));
  }

  @Test
  void aTokenIsForTheEndpointUnlessAnAudienceIsNamed() {
    assertThat(access("gcp", "https://f.run.app:8443/base", "auth: google-id-token").auth())
        .isEqualTo(new TargetAuth.GoogleIdToken("https://f.run.app:8443"));
    assertThat(access("gcp", "https://f.run.app", "auth: google-id-token, audience: shop").auth())
        .isEqualTo(new TargetAuth.GoogleIdToken("shop"));
  }

  @Test
  void aFunctionKeyIsReadLikeTheRoutersAndNotShown() {
    TargetAccess access =
        access(
            "azure",
            "https://a.azurewebsites.net",
            "auth: azure-function-key, function-key-variable: KEY");
    assertThat(access.auth()).isEqualTo(new TargetAuth.AzureFunctionKey(new TargetKey(KEY)));
    assertThat(access.key()).isNull();
    assertThat(access.toString()).doesNotContain(KEY);
  }

  @Test
  void filesOfTlsStartFromTheFilesFolder() {
    TargetTlsFiles tls =
        Objects.requireNonNull(
            access("edge", "https://e", "tls: {ca: ca.pem, certificate: /c, key: k}").tls());
    Path folder = Path.of("conf");
    assertThat(tls.all())
        .containsExactly(folder.resolve("ca.pem"), Path.of("/c"), folder.resolve("k"));
    assertThat(Objects.requireNonNull(access("edge", "https://e", "tls: {ca: ca.pem}").tls()).all())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcp | https://a | auth: aws-iam, key-variable: KEY | \"auth\" cannot be aws-iam for a"
            + " target of gcp, which does not know it",
        "edge | https://a | auth: google-id-token | \"auth\" cannot be google-id-token for a target"
            + " of edge",
        "aws | https://a | auth: aws-iam | \"auth: aws-iam\" takes the caller's Authorization"
            + " field",
        "aws | http://a | auth: aws-iam | what \"auth\" adds would be sent in clear to http://a;",
        "gcp | http://a | auth: google-id-token | would be sent in clear to http://a; use https",
        "gcp | - | auth: google-id-token | \"auth\" is for a target with an \"endpoint\"",
        "gcp | https://a | audience: b | \"audience\" is for \"auth: google-id-token\" alone",
        "aws | https://a | function-key-file: b | is for \"auth: azure-function-key\" alone",
        "azure | https://a | auth: azure-function-key | missing key \"function-key-file\"",
        "azure | https://a | auth: azure-function-key, function-key-file: a,"
            + " function-key-variable: KEY | there is one key; remove \"function-key-file\"",
        "azure | https://a | auth: azure-function-key, function-key-variable: NO | the environment"
            + " variable NO is not set",
        "aws | https://a | auth: aws_iam | \"auth\" cannot be \"aws_iam\"; did you mean"
            + " \"aws-iam\"?",
        "edge | http://a | tls: {ca: a} | \"tls\" is for a target with an \"endpoint\" of https",
        "edge | - | tls: {ca: a} | \"tls\" is for a target with an \"endpoint\" of https",
        "edge | https://a | tls: {} | missing key \"ca\" in \"tls\"",
        "edge | https://a | tls: {key: a} | missing key \"certificate\" in \"tls\"",
        "edge | https://a | tls: {certificate: a} | missing key \"key\" in \"tls\"",
        "edge | https://a | tls: {client-ca: a} | unknown key \"client-ca\""
      })
  void whatMakesNoSenseIsRefusedInASentenceWithItsPlace(
      String provider, String endpoint, String more, String sentence) {
    assertThatThrownBy(() -> access(provider, endpoint, more))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(Path.of("conf", "w.yaml") + ":5:")
        .hasMessageContaining(sentence)
        .satisfies(it -> assertThat(it.getMessage()).doesNotContain(KEY));
  }
}

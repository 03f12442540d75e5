package dev.wayfare.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.router.deployed.Canary;
import dev.wayfare.router.deployed.DeployedSlot;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.Slot;
import dev.wayfare.router.deployed.StateFile;
import dev.wayfare.router.deployed.StateLock;
import dev.wayfare.router.deployed.aws.StateObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeploymentSectionTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "0123456789abcdef");
  private static final String AWS = "id: t, provider: aws, region: eu-west-1, memory: 1GiB";
  private static final String GCP =
      "id: t, provider: gcp, region: us-central1, memory: 1GiB, vcpus: 1";
  private static final String AZURE = "id: t, provider: azure, region: eastus, memory: 2048MiB";

  @TempDir private Path folder;

  private static String text(String deployment, String target) {
    return """
    version: 1
    deployment: {%s}
    functions: {shop: {path: /, targets: [{%s}]}}
    """
        .formatted(deployment, target);
  }

  private TargetConfig target(String target) {
    return WayfareConfig.parse(folder.resolve("w.yaml"), text("", target), ENVIRONMENT)
        .targets()
        .getFirst();
  }

  private static DeployedSlot version(String endpoint, char digit) {
    return new DeployedSlot(
        URI.create(endpoint),
        "sha256:" + String.valueOf(digit).repeat(64),
        DIGEST,
        "1",
        Instant.EPOCH);
  }

  private void deploy(String provider, String region) {
    try (StateLock held = new StateFile(folder.resolve("wayfare.state.json")).lock("a test")) {
      held.write(state(provider, region));
    }
  }

  private static DeployedTargets state(String provider, String region) {
    return DeployedTargets.EMPTY.with(
        "t",
        new DeployedTarget(
            "shop",
            provider,
            region,
            "wayfare-t",
            Slot.A,
            new Canary(Slot.B, 0.25),
            Map.of(
                Slot.A, version("https://abc.lambda-url.eu-west-1.on.aws", 'a'),
                Slot.B, version("https://def.lambda-url.eu-west-1.on.aws", 'b'))));
  }

  @Test
  void whatServesIsWhereATargetListensAndTheCanaryBesideIt() {
    deploy("aws", "eu-west-1");
    TargetConfig target = target(AWS + ", key-variable: KEY");
    TargetDeployment deployment = Objects.requireNonNull(target.deployment());
    CanaryConfig canary = Objects.requireNonNull(deployment.canary());
    assertThat(target.endpoint()).hasToString("https://abc.lambda-url.eu-west-1.on.aws");
    assertThat(target.access().auth()).isEqualTo(new TargetAuth.AwsIam("eu-west-1", "lambda"));
    assertThat(deployment.slot()).isEqualTo(Slot.A);
    assertThat(deployment.release()).isEqualTo("sha256:" + "a".repeat(64));
    assertThat(canary.share()).isEqualTo(0.25);
    assertThat(canary.target().id()).isEqualTo("t~b");
    assertThat(canary.target().endpoint()).hasToString("https://def.lambda-url.eu-west-1.on.aws");
    assertThat(canary.target().access()).isEqualTo(target.access());
  }

  @Test
  void whatIsNotDeployedHasNoEndpointAndIsNotPublicUnlessItSaysSo() {
    assertThat(target(AWS + ", key-variable: KEY"))
        .returns(null, TargetConfig::endpoint)
        .returns(false, TargetConfig::isPublic)
        .satisfies(it -> assertThat(it.access().auth()).isNull());
    assertThat(target(AWS + ", auth: none").isPublic()).isTrue();
    assertThat(target(GCP).isPublic()).isFalse();
    assertThat(target(GCP + ", auth: none").isPublic()).isTrue();
    assertThat(target(AZURE).isPublic()).isTrue();
    assertThat(target(AZURE + ", auth: azure-function-key, function-key-variable: KEY").isPublic())
        .isFalse();
    assertThat(target(AWS + ", endpoint: \"https://a\"").isPublic()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"gcp, us-central1", "aws, eu-west-2"})
  void whatIsDeployedSomewhereElseIsNotTheTarget(String provider, String region) {
    deploy(provider, region);
    assertThat(target(AWS + ", auth: none").endpoint()).isNull();
  }

  @Test
  void whatIsDeployedOfAnotherFunctionIsNotTheTarget() {
    deploy("aws", "eu-west-1");
    String text = text("", AWS + ", auth: none").replace("shop", "other");
    assertThat(WayfareConfig.parse(folder.resolve("w.yaml"), text).targets().getFirst().endpoint())
        .isNull();
  }

  @Test
  void anEndpointOfTheFileIsNotReplaced() {
    deploy("aws", "eu-west-1");
    TargetConfig target = target(AWS + ", endpoint: \"https://own.example\"");
    assertThat(target.endpoint()).hasToString("https://own.example");
    assertThat(target.deployment()).isNull();
  }

  @Test
  void aGivenStateTakesThePlaceOfTheFile() throws IOException {
    deploy("aws", "eu-west-1");
    Path file = Files.writeString(folder.resolve("w.yaml"), text("", AWS + ", auth: none"));
    assertThat(WayfareConfig.read(file, Map.of()).targets().getFirst().endpoint()).isNotNull();
    assertThat(
            WayfareConfig.read(file, Map.of(), DeployedTargets.EMPTY)
                .targets()
                .getFirst()
                .endpoint())
        .isNull();
    assertThat(
            WayfareConfig.read(
                    file,
                    Map.of(),
                    state("aws", "eu-west-1").with("t", other(state("aws", "eu-west-1"))))
                .targets()
                .getFirst()
                .endpoint())
        .hasToString("https://def.lambda-url.eu-west-1.on.aws");
  }

  private static DeployedTarget other(DeployedTargets state) {
    return Objects.requireNonNull(state.byId().get("t")).withServing(Slot.B);
  }

  @Test
  void aStateFileThatIsNotValidMakesTheConfigurationInvalid() throws IOException {
    Path state = Files.writeString(folder.resolve("s.json"), "{");
    assertThatThrownBy(
            () ->
                WayfareConfig.parse(
                    folder.resolve("w.yaml"), text("state: s.json", AZURE), ENVIRONMENT))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(state + ": this is not JSON");
  }

  @Test
  void theStateMayBeAnObject() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("w.yaml"), text("state: \"s3://acme-eu/shop/s.json\"", AZURE));
    WayfareConfig config = WayfareConfig.read(file, Map.of(), DeployedTargets.EMPTY);
    assertThat(config.deployment())
        .extracting(DeploymentSettings::state)
        .isEqualTo(StateObject.at("acme-eu", "shop/s.json"));
  }

  @Test
  void withoutTheSectionNothingIsDeployed() {
    deploy("azure", "eastus");
    WayfareConfig config =
        WayfareConfig.parse(
            folder.resolve("w.yaml"), text("", AZURE).replace("deployment: {}\n", ""));
    assertThat(config.deployment()).isNull();
    assertThat(config.targets().getFirst().endpoint()).isNull();
  }

  @Test
  void theSectionHasDefaults() {
    WayfareConfig config =
        WayfareConfig.parse(
            folder.resolve("w.yaml"),
            text("aws: {role: \"arn:aws:iam::123456789012:role/a/b\"}", AZURE));
    assertThat(config.deployment())
        .isEqualTo(
            new DeploymentSettings(
                new StateFile(folder.resolve("wayfare.state.json")),
                "wayfare",
                new AwsDeployment("arn:aws:iam::123456789012:role/a/b", null, true),
                null,
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefix: Shop | \"prefix\" must be up to 20 lower-case letters, digits and -",
        "aws: {} | missing key \"role\" in \"aws\"",
        "aws: {role: wayfare} | \"role\" must be the ARN of a role, such as",
        "aws: {role: \"arn:aws:iam::123456789012:role/a\", bucket: \"{zone}\"} | perhaps with"
            + " {region}",
        "azure: {subscription: mine} | \"subscription\" must be the id of a subscription, a GUID",
        "gcp: {project: Acme} | \"project\" must be the id of a project, such as acme-prod",
        "gcp: {project: acme-prod, service-account: me} | \"service-account\" must be an address",
        "gcp: {project: acme-prod, endpoint: \"http://a\"} | would be sent in clear to http://a",
        "state: \"gs://acme/s.json\" | \"state\" must be a file, or an object of S3 such as",
        "state: \"s3://acme\" | \"state\" must be a file, or an object of S3 such as s3://bucket",
        "state: \"s3://Acme/s.json\" | \"state\" must be a file, or an object of S3 such as s3://",
        "state: \"s3://acme/s/\" | not \"s3://acme/s/\"",
        "state: \"s3:/acme/s\" | \"state\" must be a file, or an object of S3 such as",
        "state: \"s3://acme/a/../s\" | \"state\" must be a file, or an object of S3 such as",
        "state: \"s3://a..b/s\" | \"state\" must be a file, or an object of S3 such as",
        "state: \"s3://acme-eu-west-1/s\", aws: {role: \"arn:aws:iam::123456789012:role/a\","
            + " bucket: \"acme-{region}\"} | everything in the bucket acme-eu-west-1, which is"
            + " also",
      })
  void whatMakesNoSenseIsRefusedInASentenceWithItsPlace(String deployment, String sentence) {
    assertThatThrownBy(() -> WayfareConfig.parse(folder.resolve("w.yaml"), text(deployment, AZURE)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(folder.resolve("w.yaml") + ":2:")
        .hasMessageContaining(sentence);
  }

  @Test
  void aDeployedFunctionOfAwsNeedsAKeyUnlessItIsPublic() {
    assertThatThrownBy(() -> target(AWS))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(folder.resolve("w.yaml") + ":3:")
        .hasMessageContaining("which holds for a deployed target")
        .hasMessageContaining("\"auth: none\" where anybody may call");
  }
}

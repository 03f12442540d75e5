package dev.wayfare.deployer.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Patience;
import dev.wayfare.deployer.Unit;
import dev.wayfare.router.config.AzureDeployment;
import dev.wayfare.router.deployed.Slot;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK's own chain of credentials, in a process with an environment of its own. */
final class DefaultCredentialsTest {
  private static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";

  @TempDir Path folder;

  /** Prints what a slot holds. Argument: the resource manager. */
  static final class Look {
    private Look() {}

    public static void main(String[] arguments) {
      var deployment =
          new AzureDeployment(SUBSCRIPTION, "acme", "acmepackages", null, URI.create(arguments[0]));
      try (AzureCloud cloud = AzureCloud.of(deployment, Patience.usual(System::nanoTime))) {
        System.out.println(cloud.holding(Unit.of("acme", "hello", "azure", "westeurope"), Slot.A));
      } catch (CloudException e) {
        System.out.println(e.why() + ": " + e.getMessage());
      }
    }
  }

  @Test
  void tokensComeFromWhereTheProcessHasAnIdentity() throws Exception {
    try (AzureStandIn azure = AzureStandIn.start(folder)) {
      String said =
          look(
              azure,
              Map.of(
                  "IDENTITY_ENDPOINT", azure.tokenUrl().toString(), "IDENTITY_HEADER", "header"));

      assertThat(said).isEqualTo("Nothing[]");
    }
  }

  @Test
  void whereThereAreNoneThatIsSaidInASentence() throws Exception {
    try (AzureStandIn azure = AzureStandIn.start(folder)) {
      String said = look(azure, Map.of("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential"));

      assertThat(said).startsWith("CREDENTIALS: could not look for the app").contains("az login");
      assertThat(azure.requests()).isEmpty();
    }
  }

  /** The last line of what {@link Look} says. */
  private String look(AzureStandIn azure, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djavax.net.ssl.trustStore=" + azure.certificate().store(),
            "-Djavax.net.ssl.trustStorePassword=" + StandInCertificate.PASSWORD,
            "-Duser.home=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            Look.class.getName(),
            azure.baseUrl().toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("HOME", folder.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return said;
  }
}

package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.router.deployed.InvalidStateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeploymentFileTest {
  private static final String TARGET = "provider: azure, region: eastus, memory: 2048MiB";

  @TempDir private Path folder;

  private DeploymentFile read(String deployment, String functions) throws IOException {
    return DeploymentFile.read(
        Files.writeString(
            folder.resolve("wayfare.yaml"),
            "version: 1\n%sfunctions: {%s}\n".formatted(deployment, functions)));
  }

  private static String function(String name, String target) {
    return "%s: {path: /%s, targets: [{id: %s, %s}]}".formatted(name, name, target, TARGET);
  }

  @Test
  void twoTargetsThatWouldHaveOneNameAreRefused() throws IOException {
    DeploymentFile file =
        read("deployment: {}\n", function("api-v2", "azure") + ", " + function("api", "v2-azure"));
    assertThatThrownBy(() -> file.targets(List.of()))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "targets azure and v2-azure would both be wayfare-api-v2-azure in eastus; give one"
                + " another id");
  }

  @Test
  void targetsAreAllOrThoseThatAreNamed() throws IOException {
    DeploymentFile file =
        read("deployment: {}\n", function("a", "one") + ", " + function("b", "two"));
    assertThat(file.targets(List.of())).extracting(it -> it.id()).containsExactly("one", "two");
    assertThat(file.targets(List.of("two"))).extracting(it -> it.id()).containsExactly("two");
    assertThatThrownBy(() -> file.targets(List.of("three")))
        .isInstanceOf(UserErrorException.class)
        .hasMessage("there is no deployed target \"three\"; take one of one, two");
  }

  /** As bootstrap does, before there is anything that could keep a state. */
  @Test
  void theStateIsReadByWhomItConcerns() throws IOException {
    Files.writeString(folder.resolve("state.json"), "{");
    DeploymentFile file = read("deployment: {state: state.json}\n", function("a", "one"));
    assertThat(file.targets(List.of())).hasSize(1);
    assertThatThrownBy(file::state)
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("this is not JSON");
  }

  @Test
  void aFileThatDeploysNothingIsRefused() throws IOException {
    String edge = "f: {path: /, targets: [{id: t, provider: edge, memory: 1GiB}]}";
    assertThatThrownBy(() -> read("", edge))
        .isInstanceOf(UserErrorException.class)
        .hasMessageEndingWith(
            "does not say where to deploy; add a section `deployment`, see docs/deploy.md");
    DeploymentFile file = read("deployment: {}\n", edge);
    assertThatThrownBy(() -> file.targets(List.of()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("has no target to deploy");
  }
}

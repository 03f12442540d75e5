package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packages of every cloud, behind their platforms as {@code up} starts them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VerifyIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String KEY_LINE = "\n        key-file: key";

  private Path folder;
  private WayfareProcess up;

  @BeforeAll
  void start(@TempDir Path shared) throws IOException {
    folder = shared;
    Files.copy(
        Project.ROOT.resolve("examples/hello-rust/hello-rust.wasm"),
        folder.resolve("hello-rust.wasm"));
    Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef");
    Path config = Files.writeString(folder.resolve("up.yaml"), withKeys(shipped()));
    up =
        WayfareProcess.start(
            "up", "--config", config.toString(), "--port", "0", "--admin-port", "0");
    up.awaitReady(PATIENCE);
  }

  @AfterAll
  void stop() {
    up.close();
  }

  private static String shipped() throws IOException {
    return Files.readString(Project.ROOT.resolve("cli/src/main/share/wayfare.yaml"));
  }

  private static String withKeys(String yaml) {
    return yaml.replaceAll("( id: \\S+)", "$1" + KEY_LINE);
  }

  private Path deployed(String yaml) throws IOException {
    String text = yaml;
    for (WayfareProcess.Target target : up.targets().values()) {
      text =
          text.replace(
              " id: " + target.id(),
              " id: %s\n        endpoint: \"%s\"".formatted(target.id(), target.endpoint()));
    }
    return Files.writeString(Files.createTempFile(folder, "wayfare", ".yaml"), text);
  }

  private static WayfareProcess verify(Path config) throws IOException {
    return WayfareProcess.start(
        "verify",
        "--config",
        config.toString(),
        "--golden",
        Project.ROOT.resolve("examples/golden").toString());
  }

  @Test
  void everyPlaceAnswersAsTheModuleItselfDoes() throws Exception {
    int all = Project.goldenCases().size();
    try (WayfareProcess run = verify(deployed(withKeys(shipped())))) {
      assertThat(run.awaitExit(PATIENCE)).as(run.toString()).isZero();
      assertThat(run.printed())
          .hasSize(5)
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
      assertThat(run.printed().subList(1, 5))
          .allSatisfy(line -> assertThat(line).endsWith("%6d %6d".formatted(all, all)));
    }
  }

  @Test
  void whatAPlatformAltersIsToldWhereItsTargetHasNoKey() throws Exception {
    try (WayfareProcess run = verify(deployed(shipped()))) {
      assertThat(run.awaitExit(PATIENCE)).as(run.toString()).isEqualTo(1);
      List<String> told = run.printed().subList(6, run.printed().size());
      assertThat(told)
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).matches("(azure|gcp|aws)-\\S+, \\S+\\.json: .*"));
      assertThat(told)
          .anySatisfy(line -> assertThat(line).startsWith("azure-eastus, echo-binary.json: "));
    }
  }
}

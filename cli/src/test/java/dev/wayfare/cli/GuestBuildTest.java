package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds each guest from its source, and holds it to what the committed one answers. */
@Tag("toolchain")
final class GuestBuildTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello-rust",
        "hello-c",
        "hello-cpp",
        "hello-go",
        "hello-assemblyscript",
        "handler-rust",
        "handler-c",
        "handler-go",
        "handler-assemblyscript",
        "handler-javascript"
      })
  void aGuestBuiltFromItsSourceGivesTheGoldenAnswers(String name)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process build =
        new ProcessBuilder(
                Project.ROOT.resolve("examples/build").toString(), "--out", folder.toString(), name)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(build.waitFor()).as(Files.readString(log)).isZero();
    GoldenExamplesTest.requireGoldenAnswers(folder.resolve(name + ".wasm"));
  }
}

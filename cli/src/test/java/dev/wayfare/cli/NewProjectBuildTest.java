package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Makes a project in each language and builds it as its author would. */
@Tag("toolchain")
final class NewProjectBuildTest {
  /** Where .ci/install-toolchains puts Go, which comes first on the path. */
  private static final String GO =
      System.getenv().getOrDefault("WAYFARE_TOOLCHAINS", "/opt/wayfare-toolchains") + "/go";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aNewProjectBuildsAndGivesItsGoldenAnswers(Language language)
      throws IOException, InterruptedException {
    Path project =
        new NewProject("hello", language).write(folder, new PrintWriter(Writer.nullWriter()));
    Path log = folder.resolve("log");
    var builder =
        new ProcessBuilder(project.resolve("build").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().merge("PATH", GO + "/bin", (path, go) -> go + ":" + path);
    builder.environment().put("GOROOT", GO);
    assertThat(builder.start().waitFor()).as(Files.readString(log)).isZero();
    GoldenExamplesTest.requireGoldenAnswers(
        project.resolve("hello.wasm"), GoldenCase.readAll(project.resolve("golden")));
  }
}

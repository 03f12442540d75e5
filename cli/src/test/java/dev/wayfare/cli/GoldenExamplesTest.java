package dev.wayfare.cli;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoldenExamplesTest {
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
  void everyLanguageGivesTheGoldenAnswers(String name) {
    requireGoldenAnswers(Project.ROOT.resolve("examples").resolve(name).resolve(name + ".wasm"));
  }

  /** Runs every golden request of the examples through a module in this process. */
  static void requireGoldenAnswers(Path file) {
    requireGoldenAnswers(file, Project.goldenCases());
  }

  /** The same with requests of one's own. */
  static void requireGoldenAnswers(Path file, List<GoldenCase> cases) {
    ModuleFile module = ModuleFile.read(file);
    CompiledModule compiled =
        ModuleCompiler.compile(module.name(), module.wasm(), TooLarge.REFUSED);
    try (var host = FunctionHost.builder(compiled.classLoader(), Map.of()).build()) {
      var softly = new SoftAssertions();
      cases.forEach(golden -> check(softly, golden, invoke(host, golden)));
      softly.assertAll();
    }
  }

  private static InvocationResult invoke(FunctionHost host, GoldenCase golden) {
    return host.invoke(
        Invocation.builder()
            .method(golden.method())
            .target(golden.target())
            .headers(Headers.of(golden.headers()))
            .body(golden.body())
            .build());
  }

  private static void check(SoftAssertions softly, GoldenCase golden, InvocationResult result) {
    Answer expected = Objects.requireNonNull(golden.answer());
    softly
        .assertThat(AnswerComparison.ofNamed(expected, Answer.of(result)))
        .as(golden.name())
        .isEmpty();
  }
}

package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.packager.compile.CompiledModule;
import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.nio.file.Path;
import java.util.Map;
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
    requireGoldenAnswers(GoldenCase.ROOT.resolve("examples").resolve(name).resolve(name + ".wasm"));
  }

  /** Runs every golden request through a module in this process. */
  static void requireGoldenAnswers(Path file) {
    ModuleFile module = ModuleFile.read(file);
    CompiledModule compiled =
        ModuleCompiler.compile(module.name(), module.wasm(), TooLarge.REFUSED);
    try (var host = FunctionHost.builder(compiled.classLoader(), Map.of()).build()) {
      var softly = new SoftAssertions();
      GoldenCase.all().forEach(golden -> check(softly, golden, invoke(host, golden)));
      softly.assertAll();
    }
  }

  private static InvocationResult invoke(FunctionHost host, GoldenCase golden) {
    return host.invoke(
        Invocation.builder()
            .method(golden.method())
            .target(golden.target())
            .headers(Headers.of(golden.requestHeaders()))
            .body(golden.requestBody())
            .build());
  }

  private static void check(SoftAssertions softly, GoldenCase golden, InvocationResult result) {
    softly.assertThat(result.status()).as("%s: status", golden).isEqualTo(golden.status());
    for (Header expected : golden.responseHeaders()) {
      assertThat(result.headers().all(expected.name()))
          .as("%s: %s", golden, expected.name())
          .contains(expected.value());
    }
    softly
        .assertThat(result.body().toByteArray())
        .as("%s: body", golden)
        .isEqualTo(golden.responseBody().toByteArray());
  }
}

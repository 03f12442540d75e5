package dev.wayfare.packager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Grants;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.host.FunctionHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example in the Javadoc of {@code dev.wayfare.shim.host}, word for word. */
final class HostExampleTest {
  private static final Path PAGE =
      Path.of("..", "shim-core/src/main/java/dev/wayfare/shim/host/package-info.java");

  @Test
  void theExampleOfTheJavadocRuns() throws IOException {
    ClassLoader loader =
        ModuleCompiler.compile("a.wasm", Examples.HANDLER_C.wasm(), TooLarge.REFUSED).classLoader();
    String token = "t";
    var out = new ByteArrayOutputStream();
    // example
    ModuleImage image = ModuleImage.load(loader);
    HostConfig config =
        HostConfig.DEFAULT
            .with(Limits.builder().deadline(Duration.ofSeconds(2)).memoryPages(256).build())
            .with(Grants.builder().secret("API_TOKEN", token).scratchBytes(1 << 20).build());
    try (FunctionHost host = FunctionHost.builder(image).config(config).build()) {
      InvocationResult result =
          host.invoke(
              Invocation.builder()
                  .method("POST")
                  .target("/echo?x=1")
                  .headers(Headers.EMPTY.with("content-type", "text/plain"))
                  .body(Body.utf8("hello"))
                  .build());
      result.body().writeTo(out);
    }
    // end of the example
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
  }

  @Test
  void theJavadocShowsWhatRunsHere() throws IOException {
    String test =
        Files.readString(
            Path.of("src/test/java/dev/wayfare/packager").resolve("HostExampleTest.java"));
    int start = test.indexOf("// example") + "// example".length();
    String code = test.substring(start, test.indexOf("// end of the example"));
    assertThat(words(Files.readString(PAGE)))
        .contains(words(code.replace("(out)", "(System.out)")));
  }

  private static String words(String text) {
    return text.replaceAll("(?m)^ \\*", "").replaceAll("\\s+", " ").strip();
  }
}

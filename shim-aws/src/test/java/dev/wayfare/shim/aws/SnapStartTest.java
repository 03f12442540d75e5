package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.packager.compile.ModuleCompiler;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SnapStart as Amazon's own runtime client rehearses it, in a process of its own. */
final class SnapStartTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path MODULE =
      Path.of("..", "packager", "src", "test", "guests", "contract.wasm");

  private final BlockingQueue<JsonNode> log = new LinkedBlockingQueue<>();
  @TempDir private Path folder;

  @Test
  void aRequestIsRehearsedBeforeTheSnapshotAndOthersServedAfterTheRestore() throws Exception {
    List<String> rehearsed = new CopyOnWriteArrayList<>();
    try (var runtime = new RuntimeStub(() -> rehearsed.add(nextMessage()))) {
      Process process = start(runtime, Map.of("WAYFARE_PRIME_PATH", "/trap"));
      try {
        runtime.submit(Lambda.sample("function-url"));
        String response = runtime.responses().poll(60, TimeUnit.SECONDS);
        // The guest trapped, which only its log knows; the snapshot is taken all the same.
        assertThat(rehearsed).hasSize(1);
        assertThat(rehearsed.getFirst()).contains("trap");
        assertThat(nextMessage()).startsWith("went on from a snapshot");
        assertThat(response).startsWith("response {\"statusCode\":200,");
        assertThat(runtime.asked().subList(0, 3))
            .containsExactly(
                "restore/next", "invocation/next", "invocation/" + Lambda.REQUEST_ID + "/response");
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void withoutSnapStartNothingIsRehearsed() throws Exception {
    try (var runtime = new RuntimeStub(() -> {})) {
      Process process =
          start(
              runtime,
              Map.of("WAYFARE_PRIME_PATH", "/trap", "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"));
      try {
        runtime.submit(Lambda.sample("function-url"));
        assertThat(runtime.responses().poll(60, TimeUnit.SECONDS)).startsWith("response ");
        assertThat(runtime.asked().getFirst()).isEqualTo("invocation/next");
        assertThat(log).isEmpty();
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private String nextMessage() {
    try {
      JsonNode line = Objects.requireNonNull(log.poll(60, TimeUnit.SECONDS));
      return line.path("message").asText();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process start(RuntimeStub runtime, Map<String, String> more) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            // As the managed runtime has it.
            "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            classPath(),
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
            "dev.wayfare.shim.aws.LambdaHandler::handleRequest");
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(
        Map.of(
            "AWS_LAMBDA_RUNTIME_API", runtime.authority(),
            "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
            "_HANDLER", "dev.wayfare.shim.aws.LambdaHandler::handleRequest",
            "AWS_LAMBDA_FUNCTION_NAME", "f",
            "AWS_LAMBDA_FUNCTION_VERSION", "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
            "AWS_LAMBDA_LOG_GROUP_NAME", "g",
            "AWS_LAMBDA_LOG_STREAM_NAME", "s",
            "AWS_EXECUTION_ENV", "AWS_Lambda_java25",
            "LAMBDA_TASK_ROOT", folder.toString()));
    environment.putAll(more);
    Process process = builder.redirectError(Redirect.INHERIT).start();
    Thread.ofPlatform().daemon().start(() -> read(process));
    return process;
  }

  private String classPath() throws IOException {
    Path module = folder.resolve("module");
    var compiled =
        ModuleCompiler.compile(
            "contract.wasm", Files.readAllBytes(MODULE), ModuleCompiler.TooLarge.REFUSED);
    for (Map.Entry<String, byte[]> file : compiled.files().entrySet()) {
      Path path = module.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.write(path, file.getValue());
    }
    return String.join(
        File.pathSeparator,
        module.toString(),
        Path.of("target", "runtime").toAbsolutePath() + File.separator + "*",
        System.getProperty("java.class.path"));
  }

  /** Every line of standard output is one of the log. */
  private void read(Process process) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

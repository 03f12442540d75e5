package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code wayfare run}, as a user types it. */
final class RunIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void modulesAreServedByTheirPrefixesUntilTheCommandIsTold() throws Exception {
    try (WayfareProcess run =
        WayfareProcess.start(
            "run",
            module("hello-c"),
            "--port",
            "0",
            "--function",
            "/hello/b=" + module("handler-c"))) {
      URI server = run.awaitListening(PATIENCE);
      assertThat(get(server.resolve("/hello?name=Ada")).body()).contains("\"Hello, Ada!\"");
      assertThat(get(server.resolve("/hello/b")).body()).contains("\"path\":\"/hello/b\"");
      assertThat(meter(get(server.resolve("/hello"))))
          .isNotEqualTo(meter(get(server.resolve("/hello/b"))));
      List<ProcessHandle> family = run.family();
      assertThat(family).hasSizeGreaterThan(1);
      assertThat(run.terminate(PATIENCE)).isEqualTo(128 + 15);
      assertThat(family).noneMatch(ProcessHandle::isAlive);
      assertThat(WayfareProcess.isListening(server)).isFalse();
    }
  }

  @Test
  void theServerEndsWhenTheCommandIsKilled() throws Exception {
    try (WayfareProcess run = WayfareProcess.start("run", module("hello-c"), "--port", "0")) {
      run.awaitListening(PATIENCE);
      List<ProcessHandle> family = run.family();
      Path jar = functionJar(family.getLast());
      family.getFirst().destroyForcibly();
      Await.until(
          PATIENCE, "the end of all", () -> family.stream().noneMatch(ProcessHandle::isAlive));
      // What a killed command cannot do.
      Files.delete(jar);
      Files.delete(jar.getParent());
    }
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() throws Exception {
    assertThat(complaint("run")).contains("name a module");
    assertThat(complaint("run", "nowhere.wasm")).contains("there is no module nowhere.wasm");
    assertThat(complaint("run", "--function", "a.wasm")).contains("PREFIX=FILE.wasm");
    assertThat(complaint("run", module("hello-c"), "--function", "/=" + module("hello-c")))
        .contains("two modules have the prefix /");
    assertThat(complaint("run", module("hello-c"), "--port", "66000"))
        .contains("must be between 0 and 65535");
    assertThat(complaint("run", module("hello-c"), "--function", "/b/=" + module("hello-c")))
        .contains("without \"/\" at its end");
    assertThat(complaint("run", module("hello-c"), "--tls-cert", "c.pem")).contains("give both");
    assertThat(complaint("run", module("hello-c"), "--tls-cert", "no.pem", "--tls-key", "no.pem"))
        .contains("there is no file no.pem");
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  /** The jar that a server was given. */
  private static Path functionJar(ProcessHandle server) {
    List<String> words = List.of(server.info().arguments().orElseThrow());
    return Path.of(words.get(words.indexOf("--function") + 1).substring("/=".length()));
  }

  /** The digest of the module that answered. */
  private static String meter(HttpResponse<String> answer) {
    return answer.headers().firstValue("wayfare-meter").orElse("").replaceFirst(".*module=", "");
  }

  private static String complaint(String... arguments) throws IOException, InterruptedException {
    try (WayfareProcess run = WayfareProcess.start(arguments)) {
      assertThat(run.awaitExit(PATIENCE)).as(run.toString()).isEqualTo(2);
      List<String> printed = run.printed();
      assertThat(printed.subList(0, printed.size() - 1)).allMatch(line -> line.endsWith(" …"));
      return printed.getLast();
    }
  }

  private static String module(String name) {
    return Project.ROOT.resolve("examples").resolve(name).resolve(name + ".wasm").toString();
  }
}

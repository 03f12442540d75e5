package dev.wayfare.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.pricing.Provider;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package for Azure in the emulation of its host: bodies of every type, and its triggers. */
final class AzurePackageIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String HELLO = "examples/hello-c/hello-c.wasm";
  private static final List<String> TRIGGERS =
      List.of("queue:orders", "blob:photos", "timer:0 */5 * * * *", "eventgrid");

  @TempDir private Path folder;

  @Test
  void bodiesArriveWhateverTheHostMadeOfThem() throws Exception {
    try (var host = new Host(packaged(), "/hello")) {
      assertThat(host.post("/echo", "application/json", "{\"a\":1}".getBytes(UTF_8)).body())
          .isEqualTo("{\"a\":1}");
      byte[] bytes = {'a', 0, 'b'};
      assertThat(host.post("/echo", "application/octet-stream", bytes).body()).isEqualTo("a\0b");
      HttpResponse<String> mangled = host.post("/echo", "image/png", new byte[] {-1, -40});
      assertThat(mangled.statusCode()).isEqualTo(502);
      assertThat(mangled.body()).contains("as UTF-8, which this is not");
    }
  }

  @Test
  void eachTriggersEventIsTaken() throws Exception {
    try (var host = new Host(packaged(), "/hello")) {
      assertThat(host.run("queue-orders", "a message").statusCode()).isEqualTo(202);
      assertThat(host.run("blob-photos", "photos/a b.png").statusCode()).isEqualTo(202);
      assertThat(host.run("timer", "").statusCode()).isEqualTo(202);
      String event = "{'id':'i','topic':'s','eventType':'t'}".replace("'", "\\\"");
      assertThat(host.run("eventgrid", event).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void anEventThatTheGuestDoesNotTakeFails() throws Exception {
    try (var host = new Host(packaged(), "/status/503")) {
      for (String function : List.of("queue-orders", "timer")) {
        HttpResponse<String> failed = host.run(function, "a message");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("the function answered the event with 503\n");
      }
    }
  }

  private Path packaged() throws Exception {
    var arguments = new ArrayList<>(List.of("package", Project.ROOT.resolve(HELLO).toString()));
    arguments.addAll(List.of("--target", "azure", "--out", folder.toString()));
    TRIGGERS.forEach(trigger -> arguments.addAll(List.of("--azure-trigger", trigger)));
    try (WayfareProcess run = WayfareProcess.start(arguments.toArray(String[]::new))) {
      assertThat(run.awaitExit(PATIENCE)).as(run.toString()).isZero();
    }
    return folder.resolve("hello-c-azure.zip");
  }

  /** The stand-in, until it is closed: it ends with its standard input. */
  private final class Host implements AutoCloseable {
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;

    Host(Path archive, String eventTarget) throws Exception {
      var installation = new Installation(Project.ROOT.resolve("cli/target/wayfare"));
      var builder =
          new ProcessBuilder(
              new StandInCommand(installation, folder).of(Provider.AZURE, archive, 0, 512));
      builder.environment().put("WAYFARE_EVENT_TARGET", eventTarget);
      process = builder.redirectError(folder.resolve("log").toFile()).start();
      BufferedReader announcement = process.inputReader();
      address = URI.create(announcement.readLine().replace("listening ", ""));
    }

    HttpResponse<String> run(String function, String input) throws Exception {
      String body = "{\"input\":\"" + input + "\"}";
      return post("/admin/functions/" + function, "application/json", body.getBytes(UTF_8));
    }

    HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve(path))
              .header("content-type", type)
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      return client.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
      client.close();
      process.getOutputStream().close();
      assertThat(process.onExit().join().exitValue()).isZero();
    }
  }
}

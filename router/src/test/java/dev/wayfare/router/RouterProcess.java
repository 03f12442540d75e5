package dev.wayfare.router;

import dev.wayfare.router.config.WayfareConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A router in a JVM with an environment of its own, which is where clouds' libraries look. */
final class RouterProcess implements AutoCloseable {
  private static final String PORT = "port ";

  private final Process process;
  private final Path log;
  private final int port;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Starts one, and returns once it listens. */
  RouterProcess(Path folder, String config, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("wayfare.yaml"), config);
    log = folder.resolve("log");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RouterProcess.class.getName(),
                file.toString())
            .redirectError(log.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    while (line != null && !line.startsWith(PORT)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new AssertionError("it ended by itself:\n" + log());
    }
    port = Integer.parseInt(line.substring(PORT.length()));
  }

  HttpResponse<String> get(String path, String... fields) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(30));
      if (fields.length > 0) {
        request.headers(fields);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(log(), e);
    }
  }

  /** All that it has logged. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    process.inputReader().close();
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    WayfareConfig read = WayfareConfig.read(file, System.getenv());
    Router router = Router.start(read);
    router.follow(read, () -> WayfareConfig.read(file, System.getenv()));
    System.out.println(PORT + router.port());
    // The test holds the other end of this process's input.
    System.in.readAllBytes();
    router.close();
  }
}

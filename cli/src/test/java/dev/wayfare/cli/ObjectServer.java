package dev.wayfare.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adobe's S3Mock, a server of S3's interface with its conditions on reads and writes, in a process
 * of its own, with one bucket. It checks no signature.
 *
 * @see <a href="https://github.com/adobe/S3Mock">S3Mock</a>
 */
final class ObjectServer implements AutoCloseable {
  static final String BUCKET = "acme-state";
  private static final Pattern READY =
      Pattern.compile("Tomcat started on ports .* (\\d+) \\(http\\)");

  private final Process process;
  private final URI address;

  private ObjectServer(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one that keeps its objects in {@code folder}, and returns once it listens. */
  static ObjectServer start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dserver.port=0",
                "-Dhttp.port=0",
                "-Dcom.adobe.testing.s3mock.store.root=" + folder,
                "-Dcom.adobe.testing.s3mock.store.initial-buckets=" + BUCKET,
                "-jar",
                Project.ROOT.resolve("cli/target/s3-server.jar").toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    while (line != null) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(it -> {}));
        return new ObjectServer(process, URI.create("http://127.0.0.1:" + ready.group(1)));
      }
      line = lines.readLine();
    }
    throw new IOException("it ended by itself");
  }

  URI address() {
    return address;
  }

  /** Removes an object of the bucket, as a person would. */
  void remove(String key) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Void> response =
          client.send(
              HttpRequest.newBuilder(address.resolve("/" + BUCKET + "/" + key)).DELETE().build(),
              HttpResponse.BodyHandlers.discarding());
      if (response.statusCode() != 204) {
        throw new IOException(key + ": " + response.statusCode());
      }
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}

package dev.wayfare.router;

import dev.wayfare.pricing.PriceBook;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A router on ports of its own, in front of edge targets whose price rises with their place. */
final class RunningRouter implements AutoCloseable {
  private final Router router;
  private final WayfareConfig config;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A router with {@code settings}, lines of the section {@code router}, for one function. */
  RunningRouter(String settings, int... targetPorts) {
    this(
        settings, Arrays.stream(targetPorts).mapToObj(port -> "http://127.0.0.1:" + port).toList());
  }

  /** A router with {@code settings} for one function at {@code endpoints}. */
  RunningRouter(String settings, List<String> endpoints) {
    this(settings, endpoints, "");
  }

  /** The same, where each target has one more line. */
  RunningRouter(String settings, List<String> endpoints, String line) {
    this(settings, endpoints, line, "functions:\n");
  }

  /** The same besides {@code others}: the start of the section of functions. */
  RunningRouter(String settings, List<String> endpoints, String line, String others) {
    this(settings, endpoints, line, others, InstantSource.system());
  }

  /** The same at the time of {@code instants}. */
  RunningRouter(
      String settings, List<String> endpoints, String line, String others, InstantSource instants) {
    StringBuilder yaml =
        new StringBuilder("version: 1\nrouter:\n  port: 0\n  admin-port: 0\n" + settings)
            .append(others)
            .append("  f:\n    path: /f\n    targets:\n");
    for (int i = 0; i < endpoints.size(); i++) {
      yaml.append(
          """
                - id: t%d
                  provider: edge
                  memory: 128MiB
                  price: {usd-per-million-requests: %d}
                  endpoint: "%s"
                  %s
          """
              .formatted(i, i + 1, endpoints.get(i), line));
    }
    this(WayfareConfig.parse(Path.of("wayfare.yaml"), yaml.toString()), instants);
  }

  /** A router as {@code config} has it. */
  RunningRouter(WayfareConfig config) {
    this(config, InstantSource.system());
  }

  private RunningRouter(WayfareConfig config, InstantSource instants) {
    this.config = config;
    router =
        Router.start(
            config,
            new Sources(PriceBook.shipped(), instants, System::nanoTime, new SplittableRandom(7)));
  }

  /** Has it look at its file from now on, which says what it said. */
  void follow() {
    router.follow(config, () -> config);
  }

  int port() {
    return router.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + router.port() + path);
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  HttpResponse<String> post(String path, String body) {
    return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return trySend(request, body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  <T> HttpResponse<T> trySend(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    try {
      return client.send(request.timeout(Duration.ofSeconds(20)).build(), body);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> admin(String path) {
    return send(HttpRequest.newBuilder(adminUri(path)));
  }

  URI adminUri(String path) {
    return URI.create("http://127.0.0.1:" + router.adminPort() + path);
  }

  /** The value of {@code field} of the target {@code id}, as it stands in the page. */
  String targetField(String id, String field) {
    String page = admin("/targets").body();
    String target = page.substring(page.indexOf("\"id\":\"" + id + "\""));
    String value = target.substring(target.indexOf("\"" + field + "\":") + field.length() + 3);
    return value.substring(0, value.indexOf(',')).replace("\"", "");
  }

  @Override
  public void close() {
    router.close();
    client.close();
  }
}

package dev.wayfare.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wayfare.router.Router;
import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run of the router that ends by itself: it starts with the shipped configuration and a ledger of
 * its own, serves requests to a target in the same process, and closes. A cache that the JVM makes
 * of this run has what the router's start and its first requests need: {@code wayfare aot-cache}.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514, which makes such a cache in one step</a>
 */
final class RouterRehearsal {
  /** Enough for the JVM to note what is called often (JEP 515). */
  private static final int ROUNDS = 1_000;

  private static final Address ANY_PORT = new Address("127.0.0.1", 0);
  private static final byte[] ANSWER = "Hello!\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RouterRehearsal() {}

  /**
   * Rehearses with the configuration of {@code installation}.
   *
   * @param err is told what could not be removed afterwards
   * @throws IOException where a request was not answered
   */
  static void run(Installation installation, PrintWriter err)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("wayfare-rehearsal-");
    HttpServer target =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext("/", RouterRehearsal::answer);
    target.start();
    try (Router router =
        Router.start(config(installation, target.getAddress().getPort(), folder))) {
      new RouterRehearsal().ask(router);
    } finally {
      target.stop(0);
      TemporaryFolder.remove(folder, err);
    }
  }

  private static WayfareConfig config(Installation installation, int port, Path folder) {
    WayfareConfig shipped = WayfareConfig.read(installation.defaultConfig(), Map.of());
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    return shipped
        .withRouter(shipped.router().withListener(ANY_PORT).withAdmin(ANY_PORT))
        .withEndpoints(
            shipped.targets().stream()
                .map(TargetConfig::id)
                .collect(Collectors.toMap(Function.identity(), id -> endpoint)))
        .withLedgerOrIn(new LedgerPlace.DatabaseFile(folder.resolve("ledger")));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("wayfare-meter", "v=1, origin=guest, handler-us=100");
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    }
  }

  private void ask(Router router) throws IOException, InterruptedException {
    String requests = "http://127.0.0.1:" + router.port();
    String admin = "http://127.0.0.1:" + router.adminPort();
    for (int round = 0; round < ROUNDS; round++) {
      expect(200, request(requests + "/hello?name=Ada").GET());
      expect(200, request(requests + "/").POST(BodyPublishers.ofString("body")));
    }
    expect(200, request(admin + "/readyz"));
    expect(200, request(admin + "/targets"));
    expect(200, request(admin + "/metrics"));
  }

  private static HttpRequest.Builder request(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE);
  }

  private void expect(int status, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<Void> response = client.send(request.build(), BodyHandlers.discarding());
    if (response.statusCode() != status) {
      throw new IOException(response + " in place of " + status);
    }
  }
}

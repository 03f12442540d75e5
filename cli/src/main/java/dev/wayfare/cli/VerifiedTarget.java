package dev.wayfare.cli;

import dev.wayfare.router.Router;
import dev.wayfare.router.config.Address;
import dev.wayfare.router.config.BudgetSettings;
import dev.wayfare.router.config.FunctionConfig;
import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.config.LedgerSettings;
import dev.wayfare.router.config.ObservationSettings;
import dev.wayfare.router.config.PolicySettings;
import dev.wayfare.router.config.PriceSettings;
import dev.wayfare.router.config.Resilience;
import dev.wayfare.router.config.RouterSettings;
import dev.wayfare.router.config.TargetConfig;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one target answered to golden requests, and in what that differs from the module's answers.
 *
 * <p>It is asked by a router of its own, which knows no other target: so it sees what a router
 * sends, with its key, and the answers are those that the router's callers get.
 */
record VerifiedTarget(TargetConfig target, List<Difference> differences) {
  private static final Address ANY_PORT = new Address("127.0.0.1", 0);
  private static final Duration BEYOND = Duration.ofSeconds(10);

  VerifiedTarget {
    differences = List.copyOf(differences);
  }

  /** One request, and one thing in which its answer differs. */
  record Difference(GoldenCase request, String what) {}

  /** How many of the requests had the same answer, of {@code all}. */
  long same(int all) {
    return all - differences.stream().map(Difference::request).distinct().count();
  }

  /**
   * Asks {@code target} of {@code function}, one request after the other.
   *
   * @param expected the module's own answers
   * @throws IOException where the router itself does not answer
   */
  static VerifiedTarget ask(
      WayfareConfig config,
      FunctionConfig function,
      TargetConfig target,
      Map<GoldenCase, Answer> expected)
      throws IOException, InterruptedException {
    var differences = new ArrayList<Difference>();
    try (Router router = Router.start(alone(config, function, target));
        HttpClient client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
      Duration patience = config.router().bounds().timeout().plus(BEYOND);
      for (var each : expected.entrySet()) {
        GoldenCase golden = each.getKey();
        HttpResponse<byte[]> response =
            client.send(
                request(golden, router.port()).timeout(patience).build(),
                BodyHandlers.ofByteArray());
        differences(each.getValue(), response).stream()
            .map(what -> new Difference(golden, what))
            .forEach(differences::add);
      }
    }
    return new VerifiedTarget(target, differences);
  }

  /** A router for this target alone; what it spends is in no ledger. */
  private static WayfareConfig alone(
      WayfareConfig config, FunctionConfig function, TargetConfig target) {
    FunctionConfig only =
        new FunctionConfig(
            function.name(), "/", null, null, Map.of(), PolicySettings.DEFAULT, List.of(target));
    return new WayfareConfig(
        config.file(),
        new RouterSettings(
            ANY_PORT,
            null,
            ANY_PORT,
            null,
            true,
            config.router().location(),
            config.router().bounds(),
            Resilience.DEFAULT),
        PriceSettings.DEFAULT,
        LedgerSettings.DEFAULT.orIn(new LedgerPlace.Memory()),
        new ObservationSettings(null, null, null),
        Map.of(),
        BudgetSettings.DEFAULT,
        List.of(only),
        null,
        null);
  }

  private static HttpRequest.Builder request(GoldenCase golden, int port) {
    byte[] body = golden.body().toByteArray();
    BodyPublisher publisher =
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + golden.target()))
            .method(golden.method(), publisher);
    golden.headers().forEach(header -> request.header(header.name(), header.value()));
    return request;
  }

  private static List<String> differences(Answer expected, HttpResponse<byte[]> response) {
    if (response.headers().firstValue("wayfare-target").isEmpty()) {
      String reason = new String(response.body(), StandardCharsets.UTF_8).strip();
      return List.of("no answer: " + reason);
    }
    var headers = new ArrayList<Header>();
    response
        .headers()
        .map()
        .forEach((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
    return AnswerComparison.of(
        expected, new Answer(response.statusCode(), headers, Body.of(response.body())));
  }
}

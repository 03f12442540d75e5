package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running router whose file is edited. */
final class ReloadTest {
  private static final int CHEAP_STATUS = 201;
  private static final int DEAR_STATUS = 202;
  private static final int CALLERS = 8;
  private static final String IN_FORCE = "wayfare_config_last_reload_successful ";

  @TempDir private Path folder = Path.of("");

  private static StubTarget answering(int status) {
    return new StubTarget(request -> request.response().setStatusCode(status).end());
  }

  private static String yaml(int cheap, int dear, String policy) {
    return """
    version: 1
    router: {port: 0, admin-port: 0}
    ledger: {memory: true}
    functions:
      f:
        path: /f
        policy: {%s}
        targets:
          - {id: cheap, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d",
             price: {usd-per-million-requests: 1}}
          - {id: dear, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:%d",
             price: {usd-per-million-requests: 2}}
    """
        .formatted(policy, cheap, dear);
  }

  @Test
  void policiesChangeWithoutARestartAndWrongFilesChangeNothing() throws Exception {
    Path file = folder.resolve("wayfare.yaml");
    try (StubTarget cheap = answering(CHEAP_STATUS);
        StubTarget dear = answering(DEAR_STATUS)) {
      Files.writeString(file, yaml(cheap.port(), dear.port(), "exploration: 0%"));
      WayfareConfig read = WayfareConfig.read(file, Map.of());
      try (Router router = Router.start(read);
          HttpClient client = HttpClient.newHttpClient()) {
        Runnable look = router.follow(read, () -> WayfareConfig.read(file, Map.of()));
        assertThat(status(client, router)).isEqualTo(CHEAP_STATUS);

        Files.writeString(file, yaml(cheap.port(), dear.port(), "pin: dear"));
        Await.until("the pin is in force", () -> status(client, router) == DEAR_STATUS);

        assertThat(metrics(client, router)).contains(IN_FORCE + "1.0");

        Files.writeString(file, yaml(cheap.port(), dear.port(), "pin: dearest"));
        look.run();
        assertThat(status(client, router)).isEqualTo(DEAR_STATUS);
        assertThat(metrics(client, router)).contains(IN_FORCE + "0.0");

        Files.writeString(
            file, yaml(cheap.port(), dear.port(), "pin: cheap").replace("true", "false"));
        look.run();
        assertThat(status(client, router)).isEqualTo(DEAR_STATUS);
        assertThat(metrics(client, router)).contains(IN_FORCE + "0.0");

        Files.writeString(file, yaml(cheap.port(), dear.port(), "pin: cheap"));
        look.run();
        assertThat(status(client, router)).isEqualTo(CHEAP_STATUS);
        assertThat(metrics(client, router)).contains(IN_FORCE + "1.0");
      }
    }
  }

  @Test
  void noRequestIsLostWhileFunctionsAndTargetsComeAndGo() throws Exception {
    Path file = folder.resolve("wayfare.yaml");
    try (StubTarget one = answering(CHEAP_STATUS);
        StubTarget other = answering(DEAR_STATUS)) {
      String first = yaml(one.port(), other.port(), "exploration: 0%");
      String second =
          first
              .replace("id: cheap", "id: new")
              .replace("functions:", "access: {anonymous: allow}\nfunctions:")
              .replace("id: dear,", "id: dear, budget: {usd-per-day: 7},")
              .replace("  f:", "  g:\n    path: /g\n    targets: [" + elsewhere(one) + "]\n  f:");
      Files.writeString(file, first);
      WayfareConfig read = WayfareConfig.read(file, Map.of());
      try (Router router = Router.start(read);
          HttpClient client = HttpClient.newHttpClient()) {
        Runnable look = router.follow(read, () -> WayfareConfig.read(file, Map.of()));
        var stop = new AtomicBoolean();
        var answers = new ConcurrentHashMap<Integer, LongAdder>();
        List<Boolean> shown = new ArrayList<>();
        String shownTarget = "wayfare_in_flight{function=\"f\",target=\"new\"}";
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<Void>> callers = new ArrayList<>();
          for (int i = 0; i < CALLERS; i++) {
            callers.add(clients.submit(() -> ask(client, router, stop, answers)));
          }
          try {
            for (int i = 0; i < 40; i++) {
              Files.writeString(file, i % 2 == 0 ? second : first);
              look.run();
              long before = total(answers);
              Await.until("requests go on", () -> total(answers) > before + 20);
              shown.add(metrics(client, router).contains(shownTarget));
            }
          } finally {
            stop.set(true);
          }
          for (Future<Void> caller : callers) {
            caller.get();
          }
        }
        assertThat(answers).containsOnlyKeys(CHEAP_STATUS);
        for (int i = 0; i < shown.size(); i++) {
          assertThat(shown.get(i)).as("change " + i).isEqualTo(i % 2 == 0);
        }
        String counted =
            "wayfare_requests_total{function=\"f\",status=\"2xx\"} " + (double) total(answers);
        Await.until("each is counted once", () -> metrics(client, router).contains(counted));
      }
    }
  }

  private static String metrics(HttpClient client, Router router)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + router.adminPort() + "/metrics");
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static @Nullable Void ask(
      HttpClient client, Router router, AtomicBoolean stop, Map<Integer, LongAdder> answers)
      throws IOException, InterruptedException {
    while (!stop.get()) {
      answers.computeIfAbsent(status(client, router), it -> new LongAdder()).increment();
    }
    return null;
  }

  private static long total(Map<Integer, LongAdder> answers) {
    return answers.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private static String elsewhere(StubTarget target) {
    return "{id: g, provider: edge, memory: 1GiB, endpoint: \"http://127.0.0.1:%d\"}"
        .formatted(target.port());
  }

  @Test
  void aNewFunctionIsServedAndOneThatIsGoneIsNot() throws Exception {
    Path file = folder.resolve("wayfare.yaml");
    try (StubTarget one = answering(CHEAP_STATUS);
        StubTarget other = answering(DEAR_STATUS)) {
      String first = yaml(one.port(), other.port(), "");
      Files.writeString(file, first);
      WayfareConfig read = WayfareConfig.read(file, Map.of());
      try (Router router = Router.start(read);
          HttpClient client = HttpClient.newHttpClient()) {
        Runnable look = router.follow(read, () -> WayfareConfig.read(file, Map.of()));
        assertThat(status(client, router, "/g")).isEqualTo(404);

        Files.writeString(file, first.replace("/f", "/g"));
        look.run();
        assertThat(status(client, router, "/g")).isEqualTo(CHEAP_STATUS);
        assertThat(status(client, router, "/f")).isEqualTo(404);

        Files.writeString(file, first.replaceAll(", endpoint: [^,]*,", ","));
        look.run();
        assertThat(status(client, router, "/g")).isEqualTo(CHEAP_STATUS);
      }
    }
  }

  private static int status(HttpClient client, Router router)
      throws IOException, InterruptedException {
    return status(client, router, "/f");
  }

  private static int status(HttpClient client, Router router, String path)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.port() + path)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}

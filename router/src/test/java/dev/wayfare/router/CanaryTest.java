package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.router.config.WayfareConfig;
import dev.wayfare.router.deployed.Slot;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running router beside a deployer that moves traffic to a new version. */
final class CanaryTest {
  private static final int CALLERS = 8;

  @TempDir private Path folder = Path.of("");
  private final StubTarget own = StubTarget.answering(200, "own");
  private final StubTarget blue = StubTarget.answering(200, "blue");
  private final StubTarget green = StubTarget.answering(200, "green");
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    own.close();
    blue.close();
    green.close();
  }

  private void deploy(Slot serving, double canaryShare) {
    new Deployed(folder)
        .write(Map.of(Slot.A, blue.port(), Slot.B, green.port()), serving, canaryShare);
  }

  private WayfareConfig read() {
    return WayfareConfig.read(folder.resolve("wayfare.yaml"), Map.of());
  }

  private Router start() throws IOException {
    Files.writeString(folder.resolve("wayfare.yaml"), Deployed.config(own.port(), ""));
    return Router.start(read());
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode target(Router router) throws IOException, InterruptedException {
    return new JsonMapper()
        .readTree(get(router.adminPort(), "/targets").body())
        .path("targets")
        .path(0);
  }

  @Test
  void aNewVersionThatFailsIsWithdrawnAndNoRequestIsLost() throws Exception {
    green.handle(request -> request.response().setStatusCode(503).end());
    deploy(Slot.A, 0.5);
    try (Router router = start()) {
      for (int i = 0; i < 100; i++) {
        HttpResponse<String> answer = get(router.port(), "/f");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("blue");
        assertThat(answer.headers().firstValue("wayfare-target")).hasValue("t");
      }
      JsonNode target = target(router);
      assertThat(target.path("id").textValue()).isEqualTo("t");
      assertThat(target.path("slot").textValue()).isEqualTo("a");
      assertThat(target.path("release").textValue()).isEqualTo(Deployed.release(Slot.A));
      assertThat(target.path("breaker").textValue()).isEqualTo("closed");
      JsonNode canary = target.path("canary");
      assertThat(canary.path("slot").textValue()).isEqualTo("b");
      assertThat(canary.path("release").textValue()).isEqualTo(Deployed.release(Slot.B));
      assertThat(canary.path("share").doubleValue()).isEqualTo(0.5);
      assertThat(canary.path("withdrawn").booleanValue()).isTrue();
      assertThat(canary.path("withdrawnReason").textValue()).startsWith("its breaker opened: 5 of");
      assertThat(canary.path("requests").intValue()).isEqualTo(5).isEqualTo(green.hits());
      assertThat(canary.path("errors").intValue()).isEqualTo(5);
      assertThat(canary.path("servingRequests").intValue()).isEqualTo(100);
      assertThat(canary.path("servingErrors").intValue()).isZero();
      String metrics = get(router.adminPort(), "/metrics").body();
      assertThat(metrics)
          .contains("wayfare_canary_withdrawn{function=\"f\",target=\"t\"} 1.0")
          .contains("wayfare_canary_share{function=\"f\",target=\"t\"} 0.5")
          .contains("wayfare_tries_total{function=\"f\",outcome=\"failed\",target=\"t~b\"} 5.0")
          .contains("wayfare_in_flight{function=\"f\",target=\"t~b\"} 0.0")
          .doesNotContain(
              "wayfare_spend_usd_total{account=\"azure/flex\",function=\"f\",target=\"t~b");
    }
  }

  @Test
  void aNewVersionWhoseGuestFailsIsWithdrawn() throws Exception {
    green.handle(request -> StubTarget.answer(request, 500, StubTarget.GUEST, "bug"));
    deploy(Slot.A, 0.5);
    try (Router router = start()) {
      int failed = 0;
      for (int i = 0; i < 100; i++) {
        HttpResponse<String> answer = get(router.port(), "/f");
        failed += answer.statusCode() == 500 ? 1 : 0;
        assertThat(answer.headers().firstValue("wayfare-target"))
            .hasValue(answer.statusCode() == 500 ? "t~b" : "t");
      }
      assertThat(failed).isEqualTo(10).isEqualTo(green.hits());
      assertThat(target(router).path("canary").path("withdrawn").booleanValue()).isTrue();
    }
  }

  @Test
  void promotionAndReturnLoseNoRequest() throws Exception {
    deploy(Slot.A, 0);
    try (Router router = start()) {
      Runnable look = router.follow(read(), this::read);
      var stop = new AtomicBoolean();
      var answers = new ConcurrentHashMap<String, LongAdder>();
      List<Future<Void>> callers = new ArrayList<>();
      try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CALLERS; i++) {
          callers.add(clients.submit(() -> ask(router, stop, answers)));
        }
        try {
          move(router, look, answers);
        } finally {
          stop.set(true);
        }
        for (Future<Void> caller : callers) {
          caller.get();
        }
      }
      assertThat(answers.keySet()).isEqualTo(Set.of("200 blue", "200 green"));
      assertThat(target(router).path("canary").isMissingNode()).isTrue();
    }
  }

  /** Goes to the new version, goes there again, and returns, by turns. */
  private void move(Router router, Runnable look, Map<String, LongAdder> answers) {
    Slot serving = Slot.A;
    for (int i = 0; i < 15; i++) {
      step(look, answers, serving, 0.5);
      long canaryBefore = count(answers, body(serving.other()));
      Await.until(
          "the new version gets requests",
          () -> count(answers, body(serving(router).other())) > canaryBefore);
      if (i % 3 < 2) {
        serving = serving.other();
      }
      step(look, answers, serving, 0);
    }
  }

  private Slot serving(Router router) throws IOException, InterruptedException {
    return target(router).path("slot").textValue().equals("a") ? Slot.A : Slot.B;
  }

  private static String body(Slot slot) {
    return slot == Slot.A ? "200 blue" : "200 green";
  }

  private void step(Runnable look, Map<String, LongAdder> answers, Slot serving, double share) {
    deploy(serving, share);
    look.run();
    long before = total(answers);
    Await.until("requests go on", () -> total(answers) > before + 20);
  }

  private @Nullable Void ask(Router router, AtomicBoolean stop, Map<String, LongAdder> answers)
      throws IOException, InterruptedException {
    while (!stop.get()) {
      HttpResponse<String> answer = get(router.port(), "/f");
      String what = answer.statusCode() + " " + answer.body();
      answers.computeIfAbsent(what, it -> new LongAdder()).increment();
    }
    return null;
  }

  private static long count(Map<String, LongAdder> answers, String what) {
    return answers.getOrDefault(what, new LongAdder()).sum();
  }

  private static long total(Map<String, LongAdder> answers) {
    return answers.values().stream().mapToLong(LongAdder::sum).sum();
  }
}

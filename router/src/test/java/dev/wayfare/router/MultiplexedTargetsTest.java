package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are spoken to by HTTP/2. */
final class MultiplexedTargetsTest {
  private static final String H2C = "http: h2c";

  private static RunningRouter router(String settings, StubTarget... targets) {
    List<String> endpoints = new ArrayList<>();
    for (StubTarget target : targets) {
      endpoints.add("http://127.0.0.1:" + target.port());
    }
    return new RunningRouter(settings, endpoints, H2C);
  }

  @Test
  void aPlainTargetSpeaksTheSecondVersionWhereItsConfigurationSaysSo() {
    try (StubTarget target =
            new StubTarget(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body ->
                                request
                                    .response()
                                    .putTrailer("x-sum", "1")
                                    .end(
                                        "%s %s [%s] %s"
                                            .formatted(
                                                request.version(),
                                                request.authority(),
                                                body,
                                                request.headers().names()))));
        RunningRouter router = router("", target)) {
      assertThat(router.get("/f").body())
          .startsWith("HTTP_2 127.0.0.1:" + target.port() + " []")
          .doesNotContain("connection", "upgrade", "http2-settings");
      assertThat(router.post("/f", "abc").body()).contains("[abc]");
      assertThat(router.post("/f", "x".repeat(1 << 20)).body()).contains("[xxxx");
      assertThat(router.get("/f").headers().map()).doesNotContainKey("x-sum");
    }
  }

  @Test
  void manyRequestsShareAConnection() throws Exception {
    Set<Object> connections = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(40);
    try (StubTarget target =
            new StubTarget(
                request -> {
                  connections.add(request.connection());
                  all.countDown();
                  Thread.ofVirtual().start(() -> answerWhen(all, request));
                });
        RunningRouter router = router("  max-connections-per-target: 1\n", target)) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> router.get("/f").body(), task -> Thread.ofVirtual().start(task)));
      }
      for (CompletableFuture<String> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("hi");
      }
      // One for each event loop.
      assertThat(connections)
          .hasSizeLessThanOrEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }
  }

  private static void answerWhen(CountDownLatch all, HttpServerRequest request) {
    try {
      all.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    request.response().end("hi");
  }

  /** RFC 9113, section 8.7: what was refused was not run. */
  @Test
  void aStreamThatWasRefusedIsSentElsewhereWhateverItsMethod() {
    AtomicInteger code = new AtomicInteger(7);
    try (StubTarget refusing = new StubTarget(request -> request.response().reset(code.get()));
        StubTarget other = StubTarget.answering(200, "other");
        RunningRouter router = router("", refusing, other)) {
      assertThat(router.post("/f", "abc").body()).isEqualTo("other");
      code.set(2);
      assertThat(router.post("/f", "abc").statusCode()).isEqualTo(502);
      assertThat(router.get("/f").body()).isEqualTo("other");
    }
  }

  @Test
  void aStreamThatBreaksTakesNoOtherWithIt() throws Exception {
    CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
    try (StubTarget target =
            new StubTarget(
                request -> {
                  switch (request.uri()) {
                    case "/f/held" -> held.complete(request);
                    case "/f/broken" -> {
                      request.response().setChunked(true).write("part");
                      request.response().reset(2);
                    }
                    default -> request.response().end("early");
                  }
                });
        RunningRouter router = router("  max-connections-per-target: 1\n", target)) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(() -> router.get("/f/held").body());
      HttpServerRequest open = held.get(20, TimeUnit.SECONDS);
      for (int i = 0; i < 2; i++) {
        assertThat(isWhole(router, "GET /f/broken HTTP/1.1\nHost: a\n\n")).isFalse();
        // Its answer ends before the request does.
        assertThat(isWhole(router, "POST /f HTTP/1.1\nHost: a\nContent-Length: 99999\n\npart"))
            .isTrue();
      }
      open.response().end("held");
      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("held");
      assertThat(target.hits()).isLessThanOrEqualTo(1 + 2 * 3);
    }
  }

  private static boolean isWhole(RunningRouter router, String request) throws java.io.IOException {
    return RawClient.exchange(router.port(), request).contains("early");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTargetWithTlsSpeaksWhatItOffers(boolean offersBoth, @TempDir Path folder) throws Exception {
    TestCertificate certificate = new TestCertificate(folder, "target");
    System.setProperty("javax.net.ssl.trustStore", certificate.store().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
    Vertx vertx = Vertx.vertx();
    try {
      HttpServer server =
          vertx
              .createHttpServer(
                  new HttpServerOptions()
                      .setHost("127.0.0.1")
                      .setPort(0)
                      .setSsl(true)
                      .setUseAlpn(offersBoth)
                      .setKeyCertOptions(
                          new PfxOptions()
                              .setPath(certificate.store().toString())
                              .setPassword(TestCertificate.PASSWORD)))
              .requestHandler(request -> request.response().end(request.version().name()))
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      try (RunningRouter router =
          new RunningRouter("", List.of("https://127.0.0.1:" + server.actualPort()))) {
        for (int i = 0; i < 5; i++) {
          assertThat(router.get("/f").body()).isEqualTo(offersBoth ? "HTTP_2" : "HTTP_1_1");
        }
      }
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }
}

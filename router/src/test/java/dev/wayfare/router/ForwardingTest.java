package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A request's way through a router whose targets are well. */
final class ForwardingTest {
  private static final String CLOSE = "Host: example.com\nConnection: close\n\n";

  @Test
  void pathAndQueryAreForwardedByteForByte() throws IOException {
    AtomicReference<String> seen = new AtomicReference<>("");
    try (StubTarget target =
            new StubTarget(
                request -> {
                  seen.set(request.uri());
                  request.response().end();
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      for (String uri :
          List.of(
              "/f", "/f/", "/f?", "/f?a=%20+b&&c", "/f/%2e%2E/..//x;y=%C3%A4?z=/?|", "/f/a%2Fb")) {
        String answer = RawClient.exchange(router.port(), "GET " + uri + " HTTP/1.1\n" + CLOSE);
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(seen.get()).isEqualTo(uri);
      }
      RawClient.exchange(router.port(), "GET http://example.com/f/a?b HTTP/1.1\n" + CLOSE);
      assertThat(seen.get()).isEqualTo("/f/a?b");
    }
  }

  @Test
  void theHeadOfAnAnswerComesBeforeItsFirstPiece() throws Exception {
    Promise<Void> seen = Promise.promise();
    try (StubTarget target =
            new StubTarget(
                request -> {
                  HttpServerResponse response = request.response().setChunked(true);
                  response.writeHead();
                  seen.future().onSuccess(ignored -> response.end("late"));
                });
        RunningRouter router = new RunningRouter("", target.port());
        RawClient client = new RawClient(router.port())) {
      client.send("GET /f HTTP/1.1\n" + CLOSE);
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK");
      seen.complete();
      assertThat(client.readAll()).contains("late");
    }
  }

  @Test
  void whoeverHasAllOfAnAnswerFindsItCounted() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "fine");
        RunningRouter router = new RunningRouter("", target.port());
        RawClient client = new RawClient(router.port())) {
      for (int i = 0; i < 200; i++) {
        client.send("GET /f HTTP/1.1\nHost: a\nx-request-id: r%d\n\n".formatted(i));
        assertThat(client.readHead()).contains("content-length: 4");
        assertThat(client.read(4)).isEqualTo("fine");
        assertThat(router.admin("/decisions/r" + i).body()).contains("\"outcome\":\"answered\"");
      }
    }
  }

  @Test
  void fieldsOfTheRequestAreForwardedExceptThoseOfOneConnectionAndOurOwn() throws IOException {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (StubTarget target = new StubTarget(request -> record(request, seen));
        RunningRouter router = new RunningRouter("", target.port())) {
      RawClient.exchange(
          router.port(),
          """
          GET /f HTTP/1.1
          X-Twice: a
          X-Twice: b, c
          X-Empty:
          Cookie: a=1; b=2
          cookie: c=3
          X-Gone: 1
          TE: trailers
          Keep-Alive: 5
          Upgrade: h2c
          Proxy-Connection: x
          Wayfare-Meter: v=1
          wayfare-target: me
          Via: 1.0 other
          X-Forwarded-For: 9.9.9.9
          X-Request-Id: mine
          User-Agent: u
          Accept-Encoding: br
          Connection: close, x-gone
          Host: example.com:81

          """);
      MultiMap fields = seen.get();
      // One line, as every shim makes of it: some platforms pass on the last of several alone.
      assertThat(fields.getAll("x-twice")).containsExactly("a,b, c");
      assertThat(fields.names().stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)))
          .containsExactlyInAnyOrder(
              "x-twice",
              "x-empty",
              "cookie",
              "host",
              "via",
              "x-forwarded-for",
              "x-forwarded-proto",
              "x-forwarded-host",
              "x-request-id",
              "user-agent",
              "accept-encoding",
              "wayfare-accept-fields",
              "wayfare-timeout-ms");
      assertThat(fields.get("x-empty")).isEmpty();
      assertThat(fields.getAll("cookie")).containsExactly("a=1; b=2; c=3");
      assertThat(fields.get("host")).isEqualTo("127.0.0.1:" + target.port());
      assertThat(fields.get("via")).matches("1[.]0 other, 1[.]1 wayfare-[0-9a-f]{8}");
      assertThat(fields.get("x-forwarded-for")).isEqualTo("9.9.9.9, 127.0.0.1");
      assertThat(fields.get("x-forwarded-proto")).isEqualTo("http");
      assertThat(fields.get("x-forwarded-host")).isEqualTo("example.com:81");
      assertThat(fields.get("x-request-id")).isEqualTo("mine");
    }
  }

  @Test
  void nothingIsAddedToARequestButWhatAProxyMustSay() throws IOException {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (StubTarget target = new StubTarget(request -> record(request, seen));
        RunningRouter router = new RunningRouter("", target.port())) {
      RawClient.exchange(router.port(), "GET /f HTTP/1.1\n" + CLOSE);
      assertThat(seen.get().contains("user-agent")).isFalse();
      assertThat(seen.get().contains("accept-encoding")).isFalse();
      assertThat(seen.get().contains("content-length")).isFalse();
      assertThat(seen.get().get("x-request-id")).matches("[0-9a-f]{32}");
    }
  }

  @Test
  void everyAnswerHasTheRequestsIdOnceWhateverTheTargetSays() throws IOException {
    try (StubTarget silent = new StubTarget(request -> request.response().end());
        StubTarget other =
            new StubTarget(
                request -> {
                  request.response().headers().add("X-Request-Id", "a").add("x-request-id", "b");
                  request.response().end();
                })) {
      for (StubTarget target : List.of(silent, other)) {
        try (RunningRouter router = new RunningRouter("", target.port())) {
          String answer =
              RawClient.exchange(router.port(), "GET /f HTTP/1.1\nX-Request-Id: mine\n" + CLOSE);
          assertThat(answer.toLowerCase(java.util.Locale.ROOT))
              .containsOnlyOnce("x-request-id: ")
              .contains("x-request-id: mine\r\n");
        }
      }
    }
  }

  private static void record(HttpServerRequest request, AtomicReference<MultiMap> seen) {
    seen.set(request.headers().copy());
    request.response().end();
  }

  @Test
  void fieldsOfTheAnswerAreForwardedExceptThoseOfOneConnectionAndOurOwn() throws IOException {
    try (RawTarget target =
            new RawTarget(
                (socket, head) ->
                    RawTarget.write(
                        socket,
                        """
                        HTTP/1.1 418 Short And Stout
                        Set-Cookie: a=1
                        Set-Cookie: b=2
                        X-Empty:
                        X-Gone: 1
                        Connection: close, X-Gone
                        Keep-Alive: 3
                        wayfare-meter: v=1, origin=guest, handler-us=1
                        Wayfare-Target: liar
                        Content-Encoding: gzip
                        Content-Length: 3

                        abc\
                        """));
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer = RawClient.exchange(router.port(), "GET /f HTTP/1.1\n" + CLOSE);
      assertThat(answer).startsWith("HTTP/1.1 418 Short And Stout\r\n").endsWith("\r\n\r\nabc");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT))
          .contains("set-cookie: a=1\r\n", "set-cookie: b=2\r\n", "content-encoding: gzip\r\n")
          .contains("x-empty: \r\n")
          .contains("content-length: 3\r\n")
          .doesNotContain("wayfare-", "x-gone", "keep-alive", "transfer-encoding");
    }
  }

  @Test
  void answersWithoutABodyKeepTheirFraming() throws IOException {
    try (RawTarget target = new RawTarget(ForwardingTest::bodiless);
        RunningRouter router = new RunningRouter("", target.port())) {
      String head = RawClient.exchange(router.port(), "HEAD /f HTTP/1.1\n" + CLOSE);
      assertThat(head)
          .startsWith("HTTP/1.1 200")
          .contains("content-length: 12345")
          .endsWith("\r\n\r\n");
      String none = RawClient.exchange(router.port(), "GET /f/204 HTTP/1.1\n" + CLOSE);
      assertThat(none)
          .startsWith("HTTP/1.1 204")
          .doesNotContain("transfer-encoding", "content-length")
          .endsWith("\r\n\r\n");
      String unmodified = RawClient.exchange(router.port(), "GET /f/304 HTTP/1.1\n" + CLOSE);
      assertThat(unmodified)
          .startsWith("HTTP/1.1 304")
          .contains("ETag: \"x\"")
          .doesNotContain("transfer-encoding")
          .endsWith("\r\n\r\n");
    }
  }

  private static void bodiless(java.net.Socket socket, String head) throws IOException {
    if (head.startsWith("HEAD")) {
      RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: 12345\nConnection: close\n\n");
    } else if (head.contains("204")) {
      RawTarget.write(socket, "HTTP/1.1 204 No Content\nConnection: close\n\n");
    } else {
      RawTarget.write(socket, "HTTP/1.1 304 Not Modified\nETag: \"x\"\nConnection: close\n\n");
    }
  }

  @Test
  void largeBodiesPassBothWaysUnchangedAndInPieces() {
    byte[] body = new byte[5 << 20];
    new SplittableRandom(3).nextBytes(body);
    AtomicLong firstChunks = new AtomicLong();
    try (StubTarget target =
            new StubTarget(
                request -> {
                  request.response().setChunked(true);
                  request.handler(
                      chunk -> {
                        firstChunks.incrementAndGet();
                        request.response().write(chunk);
                        if (request.response().writeQueueFull()) {
                          request.pause();
                          request.response().drainHandler(drained -> request.resume());
                        }
                      });
                  request.endHandler(end -> request.response().end());
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      HttpResponse<byte[]> echoed =
          router.send(
              HttpRequest.newBuilder(router.uri("/f"))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(Arrays.equals(echoed.body(), body)).isTrue();
      assertThat(firstChunks.get()).isGreaterThan(1);
    }
  }

  @Test
  void anAnswerThatNobodyReadsIsNotReadFromTheTargetEither() throws Exception {
    AtomicLong written = new AtomicLong();
    long total = 256L << 20;
    try (RawTarget target =
            new RawTarget(
                (socket, head) -> {
                  RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: " + total + "\n\n");
                  byte[] piece = new byte[64 << 10];
                  while (written.get() < total) {
                    socket.getOutputStream().write(piece);
                    written.addAndGet(piece.length);
                  }
                });
        RunningRouter router = new RunningRouter("", target.port());
        RawClient client = new RawClient(router.port())) {
      client.send("GET /f HTTP/1.1\nHost: a\n\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200");
      AtomicLong before = new AtomicLong(-1);
      AtomicLong still = new AtomicLong();
      Await.until(
          "the target can write no more",
          () -> {
            long now = written.get();
            still.set(now == before.getAndSet(now) && now > 0 ? still.get() + 1 : 0);
            return still.get() > 100;
          });
      assertThat(written.get()).isLessThan(64L << 20);
    }
  }

  @Test
  void aChunkedRequestIsForwardedAndSoIsAnEarlyAnswer() throws Exception {
    CompletableFuture<String> body = new CompletableFuture<>();
    try (StubTarget target =
            new StubTarget(
                request -> {
                  request.body().onSuccess(whole -> body.complete(whole.toString()));
                  request.response().setChunked(true).write("early");
                  request.end().onSuccess(end -> request.response().end());
                });
        RunningRouter router = new RunningRouter("", target.port());
        RawClient client = new RawClient(router.port())) {
      client.send(
          """
          POST /f HTTP/1.1
          Host: a
          Connection: close
          Transfer-Encoding: chunked

          3
          abc
          """);
      assertThat(client.readHead()).startsWith("HTTP/1.1 200");
      client.send("2\nde\n0\n\n");
      assertThat(client.readAll()).contains("early");
      assertThat(body.get(10, TimeUnit.SECONDS)).isEqualTo("abcde");
    }
  }

  @Test
  void aClientThatAsksFirstIsToldToContinue() throws IOException {
    try (StubTarget target =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("  max-request-body: 10B\n", target.port());
        RawClient client = new RawClient(router.port())) {
      client.send(
          """
          POST /f HTTP/1.1
          Host: a
          Connection: close
          Content-Length: 3
          Expect: 100-continue

          """);
      assertThat(client.readHead()).startsWith("HTTP/1.1 100");
      client.send("abc");
      assertThat(client.readAll()).startsWith("HTTP/1.1 200").endsWith("abc");
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWhetherAnnouncedOrNot() throws IOException {
    try (StubTarget target =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("  max-request-body: 10B\n", target.port())) {
      String announced =
          RawClient.exchange(
              router.port(),
              """
              POST /f HTTP/1.1
              Host: a
              Content-Length: 11
              Expect: 100-continue

              """);
      assertThat(announced)
          .startsWith("HTTP/1.1 413")
          .contains("The request's body is larger than 10 bytes.");
      assertThat(target.hits()).isZero();
      for (String method : List.of("POST", "PUT")) {
        String chunked =
            RawClient.exchange(
                router.port(),
                """
                %s /f HTTP/1.1
                Host: a
                Transfer-Encoding: chunked

                6
                abcdef
                6
                ghijkl
                0

                """
                    .formatted(method));
        assertThat(chunked).startsWith("HTTP/1.1 413").doesNotContain("abcdef");
      }
      assertThat(router.post("/f", "0123456789").body()).isEqualTo("0123456789");
    }
  }

  @Test
  void anUnknownPathGetsOneSentenceAndPrefixesEndAtSegments() {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(router.get("/f/x").body()).isEqualTo("hi");
      for (String path : List.of("/", "/fx", "/g/f")) {
        HttpResponse<String> answer = router.get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
            .matches("No function is configured for this path. Request id: [0-9a-f]{32}\n");
      }
    }
  }

  @Test
  void theDecisionIsShownOnlyWhereItIsAskedFor() {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter silent = new RunningRouter("", target.port());
        RunningRouter telling = new RunningRouter("  decision-headers: true\n", target.port())) {
      assertThat(silent.get("/f").headers().map().keySet())
          .noneMatch(name -> name.startsWith("wayfare-"));
      HttpResponse<String> answer = telling.get("/f");
      assertThat(answer.headers().firstValue("wayfare-target")).contains("t0");
      assertThat(answer.headers().firstValue("wayfare-quote-usd")).contains("0.000001");
      assertThat(answer.headers().firstValue("wayfare-meter")).isEmpty();
    }
  }

  @Test
  void theCheaperTargetGetsTheRequests() {
    try (StubTarget cheap = StubTarget.answering(200, "cheap");
        StubTarget dear = StubTarget.answering(200, "dear");
        RunningRouter router = new RunningRouter("", cheap.port(), dear.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(router.get("/f").body()).isEqualTo("cheap");
      }
      assertThat(dear.hits()).isZero();
    }
  }

  @Test
  void manyRequestsOnOneConnectionAreAnsweredInOrder() throws IOException {
    try (StubTarget target = new StubTarget(request -> request.response().end(request.uri()));
        RunningRouter router = new RunningRouter("", target.port());
        RawClient client = new RawClient(router.port())) {
      client.send(
          """
          GET /f/1 HTTP/1.1
          Host: a

          GET /f/2 HTTP/1.1
          Host: a

          GET /f/3 HTTP/1.1
          Host: a
          Connection: close

          """);
      assertThat(client.readAll()).containsSubsequence("/f/1", "/f/2", "/f/3");
    }
  }

  @Test
  void anOldClientGetsAnAnswerThatEndsWithTheConnection() throws IOException {
    try (StubTarget target =
            new StubTarget(
                request -> {
                  request.response().setChunked(true).write("ab");
                  request.response().end("cd");
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(RawClient.exchange(router.port(), "GET /f HTTP/1.0\n\n"))
          .startsWith("HTTP/1.0 200")
          .endsWith("\r\n\r\nabcd");
      assertThat(RawClient.exchange(router.port(), "GET /f HTTP/1.0\nConnection: keep-alive\n\n"))
          .startsWith("HTTP/1.0 200")
          .endsWith("\r\n\r\nabcd");
    }
  }

  @Test
  void aRequestNamesOneHost() throws IOException {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (StubTarget target = new StubTarget(request -> record(request, seen));
        RunningRouter router = new RunningRouter("", target.port())) {
      for (String hosts :
          List.of("", "Host:\n", "Host: a\nHost: a\n", "Host: a b\n", "Host: u@a\n")) {
        assertThat(
                RawClient.exchange(
                    router.port(), "GET /f HTTP/1.1\n" + hosts + "Connection: close\n\n"))
            .as(hosts)
            .startsWith("HTTP/1.1 400")
            .contains("The request must name one host.");
      }
      assertThat(target.hits()).isZero();
      RawClient.exchange(router.port(), "GET http://other.example:7/f HTTP/1.1\n" + CLOSE);
      assertThat(seen.get().get("x-forwarded-host")).isEqualTo("other.example:7");
    }
  }

  @Test
  void aTargetWithCharactersThatNoneHasIsRefused() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      for (String uri : List.of("/f#a", "/f/\u00e4", "/f/\u0001")) {
        assertThat(RawClient.exchange(router.port(), "GET " + uri + " HTTP/1.1\n" + CLOSE))
            .as(uri)
            .startsWith("HTTP/1.1 400");
      }
      assertThat(target.hits()).isZero();
    }
  }

  /** Whether or not this machine has such an address, nobody answers there. */
  @Test
  void anAddressOfTheSixthVersionIsAnAddressLikeAnother() {
    try (StubTarget other = StubTarget.answering(200, "four");
        RunningRouter router =
            new RunningRouter("", List.of("http://[::1]:1", "http://127.0.0.1:" + other.port()))) {
      assertThat(router.get("/f").body()).isEqualTo("four");
    }
  }

  @Test
  void anUploadThatGoesOnAfterTheAnswerHoldsUpNobody() throws IOException {
    try (StubTarget target = new StubTarget(request -> request.response().end("early"));
        RunningRouter router =
            new RunningRouter("  max-connections-per-target: 1\n", target.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                RawClient.exchange(
                    router.port(), "POST /f HTTP/1.1\nHost: a\nContent-Length: 99999\n\npart"))
            .startsWith("HTTP/1.1 200")
            .endsWith("early");
      }
      assertThat(router.get("/f").body()).isEqualTo("early");
    }
  }

  @Test
  void aTransferCodingOtherThanChunkedIsRefused() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(),
              """
              POST /f HTTP/1.1
              Host: a
              Connection: close
              Transfer-Encoding: gzip, chunked

              0

              """);
      assertThat(answer).startsWith("HTTP/1.1 501");
      assertThat(target.hits()).isZero();
    }
  }
}

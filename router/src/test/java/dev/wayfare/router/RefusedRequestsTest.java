package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of HTTP/1.1 that are answered by the router, or by nobody. */
final class RefusedRequestsTest {
  private static final String CLOSE = "Host: a\nConnection: close\n\n";

  @Test
  void aWebSocketIsRefusedInASentence() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(),
              """
              GET /f HTTP/1.1
              Host: a
              Connection: keep-alive, Upgrade
              Upgrade: WebSocket
              Sec-WebSocket-Version: 13
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

              """);
      assertThat(answer)
          .startsWith("HTTP/1.1 501")
          .contains("connection: close")
          .contains("WebSockets are not forwarded: a function answers one request and ends");
      assertThat(target.hits()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAAQAAP__\n",
        "Connection: Upgrade\nUpgrade: h2c\n",
        "Connection: Upgrade\nUpgrade: TLS/1.2\n",
        "Upgrade: websocket\n"
      })
  void anotherUpgradeIsIgnored(String fields) throws IOException {
    try (StubTarget target =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("", target.port());
        RawClient client = new RawClient(router.port())) {
      client.send("PUT /f HTTP/1.1\nHost: a\nContent-Length: 2\n" + fields + "\nok");
      client.send("PUT /f HTTP/1.1\nContent-Length: 2\n" + CLOSE + "ok");
      assertThat(client.readAll())
          .doesNotContain("101")
          .matches("(?s)HTTP/1.1 200.*\r\n\r\nokHTTP/1.1 200.*\r\n\r\nok");
    }
  }

  @Test
  void anUpgradeIsIgnoredHoweverItsBytesArrive() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port());
        RawClient client = new RawClient(router.port())) {
      String request =
          """
          POST /f HTTP/1.1
          Connection: Upgrade, HTTP2-Settings
          Upgrade: h2c
          HTTP2-Settings: AAMAAABkAAQAAP__
          Host: a

          """;
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }
      assertThat(client.readHead()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void eightBytesThatNoFieldAnnouncesAreNoBody() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(),
              "GET /f HTTP/1.1\nHost: a\nSec-WebSocket-Key1: 1\nSec-WebSocket-Key2: 2\n\n"
                  + "GET /f?x HTTP/1.1\n"
                  + CLOSE);
      assertThat(answer).startsWith("HTTP/1.1 501").containsOnlyOnce("HTTP/1.1");
      assertThat(target.hits()).isZero();
    }
  }

  @Test
  void methodsThatOnlyConcernServersBetweenAreNotForwarded() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(RawClient.exchange(router.port(), "TRACE /f HTTP/1.1\nMax-Forwards: 0\n" + CLOSE))
          .startsWith("HTTP/1.1 501")
          .contains("TRACE is not answered here");
      assertThat(RawClient.exchange(router.port(), "CONNECT a:443 HTTP/1.1\n" + CLOSE))
          .startsWith("HTTP/1.1 405");
      assertThat(target.hits()).isZero();
    }
  }

  @Test
  void optionsThatMeanTheRouterAreAnsweredByIt() throws IOException {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    try (StubTarget target =
            new StubTarget(
                request -> {
                  seen.set(request.headers().copy());
                  request.response().end();
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      for (String line : List.of("* HTTP/1.1", "/f HTTP/1.1\nMax-Forwards: 0")) {
        assertThat(RawClient.exchange(router.port(), "OPTIONS " + line + "\n" + CLOSE))
            .startsWith("HTTP/1.1 204");
      }
      assertThat(target.hits()).isZero();
      for (String method : List.of("OPTIONS", "TRACE")) {
        RawClient.exchange(router.port(), method + " /f HTTP/1.1\nMax-Forwards: 2\n" + CLOSE);
        assertThat(seen.get().get("max-forwards")).as(method).isEqualTo("1");
      }
      RawClient.exchange(router.port(), "OPTIONS /f HTTP/1.1\nMax-Forwards: some\n" + CLOSE);
      assertThat(seen.get().get("max-forwards")).isEqualTo("some");
      RawClient.exchange(router.port(), "GET /f HTTP/1.1\nMax-Forwards: 0\n" + CLOSE);
      assertThat(seen.get().get("max-forwards")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100-continue, more", "more", "100-continue\nExpect: more"})
  void anExpectationThatNobodyKnowsIsNotMet(String expectation) throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(
              RawClient.exchange(
                  router.port(),
                  "PUT /f HTTP/1.1\nContent-Length: 1\nExpect: " + expectation + "\n" + CLOSE))
          .startsWith("HTTP/1.1 417")
          .contains("The only expectation that is met here is 100-continue.");
      assertThat(target.hits()).isZero();
      String old = "PUT /f HTTP/1.0\nContent-Length: 1\nExpect: " + expectation + "\n\nx";
      assertThat(RawClient.exchange(router.port(), old)).startsWith("HTTP/1.0 200");
    }
  }

  @Test
  void anOldClientIsNotToldToContinue() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      String old = "PUT /f HTTP/1.0\nContent-Length: 1\nExpect: 100-continue\n\nx";
      assertThat(RawClient.exchange(router.port(), old)).startsWith("HTTP/1.0 200");
    }
  }

  @Test
  void aRequestThatComesBackIsALoop() throws IOException {
    AtomicReference<String> via = new AtomicReference<>("");
    try (StubTarget target =
            new StubTarget(
                request -> {
                  via.set(String.valueOf(request.getHeader("via")));
                  request.response().end();
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      RawClient.exchange(router.port(), "GET /f HTTP/1.0\n\n");
      assertThat(via.get()).matches("1[.]0 wayfare-[0-9a-f]{8}");
      String back = "GET /f HTTP/1.1\nVia: 1.1 a\nVia: " + via + ", 1.1 b\n" + CLOSE;
      assertThat(RawClient.exchange(router.port(), back))
          .startsWith("HTTP/1.1 508")
          .contains("a target leads back to it");
      String other = "GET /f HTTP/1.1\nVia: 1.1 wayfare, 1.1 wayfare-other\n" + CLOSE;
      assertThat(RawClient.exchange(router.port(), other)).startsWith("HTTP/1.1 200");
      assertThat(target.hits()).isEqualTo(2);
    }
  }

  @Test
  void aRouterThatIsItsOwnTargetAnswersOnce() throws IOException {
    AtomicReference<RunningRouter> itself = new AtomicReference<>();
    try (StubTarget target =
            new StubTarget(
                request -> {
                  String head =
                      "GET " + request.uri() + " HTTP/1.1\nVia: " + request.getHeader("via");
                  request
                      .response()
                      .end(passedOn(itself.get().port(), head + "\n" + CLOSE).split("\r\n", 2)[0]);
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      itself.set(router);
      assertThat(router.get("/f").body()).startsWith("HTTP/1.1 508");
      assertThat(target.hits()).isEqualTo(1);
    }
  }

  private static String passedOn(int port, String request) {
    try {
      return RawClient.exchange(port, request);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWayOfManyServersEnds() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      String request = "GET /f HTTP/1.1\nVia: 1.1 a" + ", 1.1 b".repeat(19) + "\n";
      assertThat(RawClient.exchange(router.port(), request + CLOSE)).startsWith("HTTP/1.1 200");
      assertThat(RawClient.exchange(router.port(), request + "Via: 1.1 c\n" + CLOSE))
          .startsWith("HTTP/1.1 508");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1\nTransfer-Encoding: chunked\n",
        "Transfer-Encoding: chunked\nContent-Length: 1\n",
        "Content-Length: 1\nContent-Length: 1\n",
        "Content-Length: 1\nContent-Length: 2\n",
        "Content-Length: 1, 1\n",
        "Content-Length: +1\n",
        "Content-Length: -1\n",
        "Content-Length: 0x1\n",
        "Content-Length: 1 1\n",
        "Content-Length:\n",
        "Content-Length : 1\n",
        "Content-Length: 99999999999999999999\n",
        "Transfer-Encoding: identity\n",
        "Transfer-Encoding: chunked, identity\n",
        "Transfer-Encoding: chunked, chunked\n",
        "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n",
        "Transfer-Encoding: xchunked\n",
        "Transfer-Encoding: \"chunked\"\n",
        "Transfer-Encoding: chunked;q=1\n",
        "Transfer-Encoding: \u000bchunked\n",
        "Transfer-Encoding : chunked\n",
        "Transfer-Encoding:\n",
        " Transfer-Encoding: chunked\n",
        "X: a\u0000b\n",
        "X: a\rb\n",
        "X\u0000: a\n",
        "X Y: a\n",
        ": a\n",
        "X\n"
      })
  void aHeadThatCouldBeReadInTwoWaysIsReadInNone(String fields) throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(),
              "POST /f HTTP/1.1\n" + fields + "Host: a\n\n0\n\nGET /f HTTP/1.1\n" + CLOSE);
      assertThat(answer).matches("(?s)HTTP/1.1 (400|501).*").containsOnlyOnce("HTTP/1.1");
      assertThat(target.hits()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x1\nx\n0\n\n",
        "+1\nx\n0\n\n",
        "-1\nx\n0\n\n",
        " 1\nx\n0\n\n",
        "1 \nx\n0\n\n",
        "\nx\n0\n\n",
        ";a\nx\n0\n\n",
        "1\nxy\n0\n\n",
        "80000000\nx\n0\n\n",
        "100000001\nx\n0\n\n",
        "1\u0000\nx\n0\n\n"
      })
  void aChunkThatCouldBeReadInTwoWaysEndsTheConnection(String chunks) throws IOException {
    try (StubTarget target =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(),
              "PUT /f HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n"
                  + chunks
                  + "GET /f HTTP/1.1\n"
                  + CLOSE);
      assertThat(answer).doesNotContain("HTTP/1.1 200");
      assertThat(target.hits()).isZero();
    }
  }

  @Test
  void whatFollowsALengthOfTheOldVersionIsNoRequest() throws IOException {
    try (StubTarget target =
            new StubTarget(request -> request.body().onSuccess(request.response()::end));
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(),
              """
              PUT /f HTTP/1.0
              Connection: keep-alive
              Content-Length: 3
              Content-Length: 9

              abcGET /f HTTP/1.0

              """);
      assertThat(answer).endsWith("\r\n\r\nabc").containsOnlyOnce("HTTP/1.0 200");
      assertThat(target.hits()).isEqualTo(1);
    }
  }

  @Test
  void trailersOfEitherSideEndAtTheRouter() throws IOException {
    AtomicReference<String> seen = new AtomicReference<>();
    try (RawTarget target =
            new RawTarget(
                (socket, head) -> {
                  readChunks(socket);
                  seen.set(head);
                  RawTarget.write(
                      socket,
                      """
                      HTTP/1.1 200 OK
                      Trailer: X-Sum, Content-Length
                      Transfer-Encoding: chunked
                      Connection: close

                      2
                      hi
                      0
                      X-Sum: 1
                      Content-Length: 7

                      """);
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(),
              """
              PUT /f HTTP/1.1
              Host: a
              TE: trailers
              Connection: TE, close
              Trailer: X-Key
              Transfer-Encoding: chunked

              2;ext="1"
              hi
              0
              X-Key: 1
              Host: b

              """);
      assertThat(answer)
          .startsWith("HTTP/1.1 200")
          .endsWith("\r\n\r\n2\r\nhi\r\n0\r\n\r\n")
          .doesNotContainIgnoringCase("x-sum", "content-length");
      assertThat(seen.get()).doesNotContainIgnoringCase("x-key", "host: b", "trailer");
    }
  }

  private static void readChunks(Socket socket) throws IOException {
    assertThat(new String(socket.getInputStream().readNBytes(2), StandardCharsets.US_ASCII))
        .isEqualTo("hi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100 Continue", "103 Early Hints\nLink: </x>"})
  void whatATargetSaysBeforeItsAnswerIsNotTheAnswer(String before) throws IOException {
    try (RawTarget target =
            new RawTarget(
                (socket, head) ->
                    RawTarget.write(
                        socket,
                        "HTTP/1.1 " + before + "\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nhi"));
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(RawClient.exchange(router.port(), "GET /f HTTP/1.1\n" + CLOSE))
          .startsWith("HTTP/1.1 200")
          .endsWith("hi");
    }
  }
}

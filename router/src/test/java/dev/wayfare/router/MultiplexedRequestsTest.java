package dev.wayfare.router;

import static dev.wayfare.router.RawH2Client.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.router.RawH2Client.Answer;
import dev.wayfare.router.RawH2Client.Field;
import dev.wayfare.router.RawH2Client.Frame;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Requests that come by HTTP/2, on a plain listener. */
final class MultiplexedRequestsTest {
  private static void describe(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body ->
                request
                    .response()
                    .end(
                        "%s %s %s [%s] %s"
                            .formatted(
                                request.method(),
                                request.uri(),
                                request.version(),
                                body,
                                String.join(
                                    "|",
                                    request.headers().entries().stream()
                                        .map(it -> it.getKey() + ": " + it.getValue())
                                        .toList()))));
  }

  @Test
  void arriveAtATargetOfTheFirstVersionAsTheyAre() throws IOException {
    try (StubTarget target = new StubTarget(MultiplexedRequestsTest::describe);
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      Answer answer =
          client.exchange(
              1,
              request(
                  "GET",
                  "/f/a%2F?b=c",
                  new Field("x-one", "1"),
                  new Field("te", "trailers"),
                  new Field("cookie", "a=1"),
                  new Field("cookie", "b=2"),
                  new Field("wayfare-meter", "v=1")));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body())
          .startsWith("GET /f/a%2F?b=c HTTP_1_1 []")
          .contains("x-one: 1", "cookie: a=1; b=2", "x-forwarded-host: a.example")
          .containsPattern("via: 2[.]0 wayfare-[0-9a-f]{8}")
          .doesNotContain("te: ", "wayfare-meter", "content-length", "transfer-encoding");
      assertThat(answer.fields().contains("connection")).isFalse();
    }
  }

  @Test
  void bodiesNeedNoLength() throws IOException {
    try (StubTarget target = new StubTarget(MultiplexedRequestsTest::describe);
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      int stream = 1;
      for (String method : List.of("PUT", "POST")) {
        client.head(stream, false, request(method, "/f"));
        client.data(stream, false, "ab");
        client.data(stream, true, "cd");
        assertThat(client.answer(stream).body()).contains("[abcd]");
        client.head(stream + 2, false, request(method, "/f", new Field("content-length", "2")));
        client.data(stream + 2, true, "ef");
        assertThat(client.answer(stream + 2).body()).contains("[ef]", "content-length: 2");
        assertThat(client.exchange(stream + 4, request(method, "/f")).body()).contains("[]");
        client.head(stream + 6, false, request(method, "/f"));
        client.data(stream + 6, true, "");
        assertThat(client.answer(stream + 6).body()).contains("[]");
        stream += 8;
      }
    }
  }

  @Test
  void manyAreUnderWayOnOneConnection() throws Exception {
    CountDownLatch all = new CountDownLatch(50);
    try (StubTarget target =
            new StubTarget(
                request -> {
                  all.countDown();
                  Thread.ofVirtual().start(() -> answerWhen(all, request));
                });
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      for (int stream = 1; stream < 100; stream += 2) {
        client.head(stream, true, request("GET", "/f"));
      }
      int ended = 0;
      while (ended < 50) {
        Frame frame = client.read();
        assertThat(frame.type()).isNotIn(RawH2Client.RST_STREAM, RawH2Client.GOAWAY);
        ended += frame.type() == RawH2Client.DATA && frame.ends() ? 1 : 0;
      }
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

  @Test
  void oneThatIsGivenUpEndsItsCallAndNoOther() throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    AtomicReference<HttpServerRequest> held = new AtomicReference<>();
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    try (StubTarget target =
            new StubTarget(
                request -> {
                  if (request.uri().equals("/f/held")) {
                    held.set(request);
                    request.connection().closeHandler(gone::complete);
                    arrived.complete(null);
                  } else {
                    request.response().end("hi");
                  }
                });
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      client.head(1, true, request("GET", "/f/held"));
      arrived.get(20, TimeUnit.SECONDS);
      client.frame(RawH2Client.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
      gone.get(20, TimeUnit.SECONDS);
      assertThat(client.exchange(3, request("GET", "/f")).body()).isEqualTo("hi");
    }
  }

  @Test
  void oneWhoseAnswerBreaksIsResetAndNoOther() throws IOException {
    try (RawTarget target =
            new RawTarget(
                (socket, head) -> {
                  if (head.startsWith("GET /f/broken")) {
                    RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: 9\n\npart");
                  } else {
                    RawTarget.write(socket, "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
                  }
                });
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      Answer broken = client.exchange(1, request("GET", "/f/broken"));
      assertThat(broken.reset()).isEqualTo(2);
      assertThat(client.exchange(3, request("GET", "/f")).body()).isEqualTo("hi");
    }
  }

  @Test
  void refusalsAreAnswersOfTheirStreamAlone() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("  max-request-body: 10B\n", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      assertThat(client.exchange(1, request("GET", "/other")).status()).isEqualTo(404);
      assertThat(
              client.exchange(3, request("TRACE", "/f", new Field("max-forwards", "0"))).status())
          .isEqualTo(501);
      Answer expecting = client.exchange(5, request("GET", "/f", new Field("expect", "x")));
      assertThat(expecting.status()).isEqualTo(417);
      client.head(7, false, request("POST", "/f", new Field("content-length", "11")));
      Answer large = client.answer(7);
      assertThat(large.status()).isEqualTo(413);
      assertThat(large.fields().contains("connection")).isFalse();
      assertThat(client.next(7).code()).isZero();
      client.head(9, false, request("PUT", "/f"));
      client.data(9, false, "0123456789a");
      assertThat(client.answer(9).status()).isEqualTo(413);
      assertThat(client.exchange(11, request("OPTIONS", "*")).status()).isEqualTo(204);
      assertThat(target.hits()).isZero();
      assertThat(client.exchange(13, request("GET", "/f")).body()).isEqualTo("hi");
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheRequestEndsTheStreamWithoutAnError() throws IOException {
    try (StubTarget target = new StubTarget(request -> request.response().end("early"));
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      client.head(1, false, request("POST", "/f"));
      client.data(1, false, "part");
      assertThat(client.answer(1))
          .extracting(Answer::status, Answer::body)
          .containsExactly(200, "early");
      Frame reset = client.next(1);
      assertThat(reset.type()).isEqualTo(RawH2Client.RST_STREAM);
      assertThat(reset.code()).isZero();
      assertThat(client.exchange(3, request("GET", "/f")).body()).isEqualTo("early");
    }
  }

  @Test
  void aClientThatAsksFirstIsToldToContinue() throws IOException {
    try (StubTarget target = new StubTarget(MultiplexedRequestsTest::describe);
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      client.head(1, false, request("PUT", "/f", new Field("expect", "100-continue")));
      assertThat(client.fields(client.next(1)).status()).hasToString("100");
      client.data(1, true, "ab");
      assertThat(client.answer(1).body()).contains("[ab]");
    }
  }

  @Test
  void aClientThatResetsManyStreamsLosesItsConnection() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      assertThatThrownBy(
              () -> {
                for (int stream = 1; stream < 1_000; stream += 2) {
                  client.head(stream, true, request("GET", "/f"));
                  client.frame(RawH2Client.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                }
                client.answer(1_001);
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aHeadThatIsTooLongIsRefused() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = new RunningRouter("", target.port());
        RawH2Client client = new RawH2Client(router.port())) {
      Field[] fields = new Field[9];
      java.util.Arrays.fill(fields, new Field("x", "y".repeat(10_000)));
      byte[] block = RawH2Client.block(request("GET", "/f", fields));
      client.frame(RawH2Client.HEADERS, RawH2Client.END_STREAM, 1, part(block, 0));
      for (int i = 1; i * 16_384 < block.length; i++) {
        boolean isLast = (i + 1) * 16_384 >= block.length;
        client.frame(
            RawH2Client.CONTINUATION, isLast ? RawH2Client.END_HEADERS : 0, 1, part(block, i));
      }
      assertThat(client.answer(1)).satisfies(it -> assertThat(it.status()).isNotEqualTo(200));
      assertThat(target.hits()).isZero();
    }
  }

  private static byte[] part(byte[] block, int index) {
    return java.util.Arrays.copyOfRange(
        block, index * 16_384, Math.min(block.length, (index + 1) * 16_384));
  }
}

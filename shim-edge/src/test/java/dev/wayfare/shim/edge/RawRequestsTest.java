package dev.wayfare.shim.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client library would send, byte by byte over a real connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RawRequestsTest {
  private static final String HEAD = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String NEXT = "GET /hello?next HTTP/1.1\r\nHost: a\r\n\r\n";

  private EdgeServer server;

  @BeforeAll
  void start() throws IOException {
    server = EdgeServer.start(EdgeOptions.parse("--port", "0"), Guests.HELLO.classPath());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /hello HTTP/1.1\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET /hello HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET /hello FTP\r\nHost: a\r\n\r\n",
        "GET /hello\r\nHost: a\r\n\r\n",
        "GET /hello#part HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /hell\u00f6 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a|b HTTP/1.1\r\nHost: a\r\n\r\n",
        "G(T /hello HTTP/1.1\r\nHost: a\r\n\r\n",
        "GE\rT /hello HTTP/1.1\r\nHost: a\r\n\r\n",
        " /hello HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /hello HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nX-A: b\u0001c\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        HEAD + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        CHUNKED + "xyz\r\nabc\r\n0\r\n\r\n",
        CHUNKED + "FFFFFFFF\r\nabc",
        CHUNKED + "3\r\nabcd\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc",
      })
  void whatIsNoRequestIs400AndTheConnectionsLast(String request) throws IOException {
    String got =
        Wire.exchange(server.port(), request + NEXT.repeat(request.endsWith("abc") ? 0 : 1));
    assertThat(got).startsWith("HTTP/1.1 400 ");
    assertThat(got.split("HTTP/1\\.1 \\d", -1)).as(got).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, chunked", "chunked, chunked", "identity", "xchunked"})
  void aCodingOfTheConnectionThatIsNotKnownIs501(String coding) throws IOException {
    String head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n";
    assertThat(Wire.exchange(server.port(), head + "0\r\n\r\n")).startsWith("HTTP/1.1 501 ");
  }

  /** The JDK's server takes each of these for an end; others in front may not. */
  @ParameterizedTest
  @ValueSource(strings = {"100000000\r\n\r\n", "\r\n\r\n", "0;\nA\r\n\r\n", "0\r\n\r\n"})
  void nothingAfterABodyInChunksIsTakenForARequest(String chunks) throws IOException {
    String head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    String got = Wire.exchange(server.port(), head + chunks + NEXT);
    assertThat(got).startsWith("HTTP/1.1 200 ").contains("Connection: close\r\n");
    assertThat(got).doesNotContain("next");
  }

  @Test
  void aConnectionGoesOnAfterARequestWhoseEndIsPlain() throws IOException {
    String first = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    assertThat(Wire.exchange(server.port(), first + NEXT))
        .contains("\r\n\r\nabcHTTP/1.1 200 ")
        .contains("\"query\":\"next\"");
  }

  @Test
  void theTargetsAuthorityGoesBeforeTheHostField() throws IOException {
    String got =
        Wire.exchange(
            server.port(),
            "GET http://b:1/hello?q HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: nothing\r\n\r\n");
    assertThat(got).startsWith("HTTP/1.1 200 ").contains("\"path\":\"/hello\",\"query\":\"q\"");
  }

  @Test
  void aPathThatBeginsWithSeveralSlashesReachesTheGuest() throws IOException {
    assertThat(Wire.exchange(server.port(), "GET ///hello/x HTTP/1.1\r\nHost: a\r\n\r\n"))
        .contains("origin=guest");
    assertThat(Wire.exchange(server.port(), "GET //hello/x HTTP/1.1\r\nHost: a\r\n\r\n"))
        .contains("origin=guest");
  }

  @Test
  void aHeadOverTheHostsLimitsIsAnsweredByTheHost() throws IOException {
    var lines = new StringBuilder("GET /hello HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 300; i++) {
      lines.append("x-").append(i).append(": b\r\n");
    }
    assertThat(Wire.exchange(server.port(), lines + "\r\n")).startsWith("HTTP/1.1 431 ");
    String large = "GET /hello HTTP/1.1\r\nHost: a\r\nX-A: " + "b".repeat(70_000) + "\r\n\r\n";
    assertThat(Wire.exchange(server.port(), large)).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void headAnd204And304HaveNoBodyAndKeepTheConnection() throws IOException {
    String head = "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n";
    String none = "GET /status/204 HTTP/1.1\r\nHost: a\r\n\r\n";
    String same = "GET /status/304 HTTP/1.1\r\nHost: a\r\n\r\n";
    String got = Wire.exchange(server.port(), head + none + same + NEXT);
    assertThat(got.split("\r\n\r\n", -1)).hasSize(5);
    assertThat(got.split("\r\n\r\n", -1)[1]).startsWith("HTTP/1.1 204 ").doesNotContain("ontent-l");
    assertThat(got.split("\r\n\r\n", -1)[2]).startsWith("HTTP/1.1 304 ");
    assertThat(got).endsWith("\"body\":\"\"}\n");
  }

  @Test
  void aHeadRequestThatIsRefusedHasNoBodyEither() throws IOException {
    assertThat(Wire.exchange(server.port(), "HEAD /hello HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void thousandsOfBrokenRequestsAreEachRefusedOrCutOffAndTheServerGoesOn() throws IOException {
    long seed = 20_261_125;
    var random = new SplittableRandom(seed);
    int broken = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] request = Mutation.of(random);
      String got = Wire.exchange(server.port(), new String(request, StandardCharsets.ISO_8859_1));
      assertThat(got.isEmpty() || got.matches("(?s)HTTP/1\\.1 (2\\d\\d|4\\d\\d|501) .*"))
          .as("seed %d, request %d, %s: %s", seed, i, HexFormat.of().formatHex(request), got)
          .isTrue();
      broken += got.startsWith("HTTP/1.1 2") ? 0 : 1;
    }
    assertThat(broken).as("of the mutations most are broken").isGreaterThan(1000);
    assertThat(Wire.exchange(server.port(), NEXT)).startsWith("HTTP/1.1 200 ");
  }

  /** Valid requests with something wrong in them. */
  private static final class Mutation {
    private static final List<String> VALID =
        List.of(
            NEXT,
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            CHUNKED + "3\r\nabc\r\n0\r\n\r\n",
            "HEAD /hello/a%20b?c=d&e HTTP/1.0\r\nHost: a\r\nX-A: b\r\nX-A: c\r\n\r\n");
    private static final String SPECIAL = "\r\n\0 :;,/?#%\t\u007f\u00ff-+0Ff";

    static byte[] of(SplittableRandom random) {
      var text = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        change(text, random);
      }
      return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void change(StringBuilder text, SplittableRandom random) {
      int at = random.nextInt(text.length());
      char special = SPECIAL.charAt(random.nextInt(SPECIAL.length()));
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, special);
        case 1 -> text.insert(at, special);
        case 2 -> text.delete(at, Math.min(text.length() - 1, at + 1 + random.nextInt(6)));
        case 3 -> text.setCharAt(at, (char) random.nextInt(256));
        default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
      }
    }
  }
}

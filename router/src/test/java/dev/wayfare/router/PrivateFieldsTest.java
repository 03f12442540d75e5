package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the router and its targets tell each other beside a request and its answer. */
final class PrivateFieldsTest {
  private static final String KEY = "0123456789abcdef-a-key";
  private static final String REQUEST =
      """
      GET /f/a%2Fb%20?q=%zz HTTP/1.1
      Host: example.com
      Connection: close
      Wayfare-Key: forged
      Wayfare-Target: /forged
      Wayfare-Accept-Fields: ?0

      """;

  @TempDir private Path folder;

  private final AtomicReference<MultiMap> seen = new AtomicReference<>();

  private final AtomicReference<String> line = new AtomicReference<>("");
  private final AtomicReference<String> method = new AtomicReference<>("");

  private StubTarget recorder() {
    return new StubTarget(
        request -> {
          seen.set(request.headers().copy());
          line.set(request.uri());
          method.set(request.method().name());
          request.response().end();
        });
  }

  @Test
  void aTargetWithAKeyGetsItAndTheTargetAsTheClientSentIt() throws IOException {
    try (StubTarget target = recorder();
        RunningRouter router =
            new RunningRouter(
                "",
                List.of("http://127.0.0.1:" + target.port() + "/base"),
                "key-file: \"" + keyFile() + "\"")) {
      assertThat(RawClient.exchange(router.port(), REQUEST)).startsWith("HTTP/1.1 200");
      assertThat(seen.get().getAll("wayfare-key")).containsExactly(KEY);
      assertThat(seen.get().getAll("wayfare-target")).containsExactly("/f/a%2Fb%20?q=%zz");
      assertThat(line.get()).isEqualTo("/base/f/a%2Fb%20?q=%25zz");
      assertThat(router.admin("/targets").body()).contains("\"t0\"").doesNotContain(KEY);
      assertThat(router.admin("/metrics").body()).doesNotContain(KEY);
    }
  }

  @Test
  void aTargetWithAKeyGetsWhatPlatformsAlterInAFieldOfOurs() throws IOException {
    try (StubTarget target = recorder();
        RunningRouter router = keyed(target)) {
      String answer =
          RawClient.exchange(
              router.port(),
              """
              PURGE /f HTTP/1.1
              Host: example.com
              Connection: close
              X-Octets: caf\u00e9
              X-Ascii: coffee
              Content-Type: image/png
              Content-Length: 2
              Wayfare-Fields: :YTogYg==:
              Wayfare-Method: FORGED

              ab\
              """);
      assertThat(answer).startsWith("HTTP/1.1 200");
      assertThat(method.get()).isEqualTo("POST");
      assertThat(seen.get().getAll("wayfare-method")).containsExactly("PURGE");
      assertThat(seen.get().getAll("wayfare-fields"))
          .containsExactly(
              carried(
                  "host: example.com",
                  "x-forwarded-host: example.com",
                  "X-Octets: caf\u00e9",
                  "content-type: image/png"));
      assertThat(seen.get().getAll("content-type")).containsExactly("application/octet-stream");
      assertThat(seen.get().contains("x-octets")).isFalse();
      assertThat(seen.get().get("x-ascii")).isEqualTo("coffee");
    }
  }

  @Test
  void fieldsThatAFrontDropsOrObeysTravelInAFieldOfOurs() throws IOException {
    try (StubTarget target = recorder();
        RunningRouter router = keyed(target)) {
      String request = "GET /f HTTP/1.1\nHost: h\nConnection: close\n";
      RawClient.exchange(router.port(), request + "X-HTTP-Method-Override: PUT\n\n");
      assertThat(seen.get().getAll("wayfare-fields"))
          .containsExactly(
              carried("host: h", "x-forwarded-host: h", "X-HTTP-Method-Override: PUT"));
      assertThat(seen.get().contains("x-http-method-override")).isFalse();
    }
  }

  @Test
  void aBodyWithoutATypeIsToldToHaveNone() throws IOException {
    try (StubTarget target = recorder();
        RunningRouter router = keyed(target)) {
      String request = "POST /f HTTP/1.1\nHost: h\nConnection: close\nContent-Length: ";
      RawClient.exchange(router.port(), request + "1\n\na");
      assertThat(seen.get().getAll("wayfare-fields"))
          .containsExactly(carried("host: h", "x-forwarded-host: h", "content-type"));
      RawClient.exchange(router.port(), request + "0\n\n");
      assertThat(seen.get().getAll("wayfare-fields"))
          .containsExactly(carried("host: h", "x-forwarded-host: h"));
      assertThat(seen.get().contains("content-type")).isFalse();
    }
  }

  private RunningRouter keyed(StubTarget target) throws IOException {
    return new RunningRouter(
        "", List.of("http://127.0.0.1:" + target.port()), "key-file: \"" + keyFile() + "\"");
  }

  private Path keyFile() throws IOException {
    return Files.writeString(folder.resolve("key"), KEY + "\n");
  }

  @Test
  void aTargetWithoutAKeyIsToldOnlyThatFieldsCanBePutBack() throws IOException {
    try (StubTarget target = recorder();
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(RawClient.exchange(router.port(), REQUEST)).startsWith("HTTP/1.1 200");
      assertThat(seen.get().names())
          .contains("wayfare-accept-fields")
          .doesNotContain("wayfare-key", "wayfare-target");
      assertThat(seen.get().getAll("wayfare-accept-fields")).containsExactly("?1");
      assertThat(line.get()).isEqualTo("/f/a%2Fb%20?q=%zz");
    }
  }

  @Test
  void carriedFieldsArePutBackInTheirOrderAndInPlaceOfThePlatforms() throws IOException {
    String carried =
        carried(
            "Set-Cookie: a=1; Path=/",
            "Date: yesterday",
            "set-cookie: b=\u00ff",
            "X-Empty: ",
            "content-type");
    try (RawTarget target =
            answering("Date: today\nX-Own: 1\nContent-Type: a/b\nWayfare-Fields: " + carried);
        RunningRouter router = new RunningRouter("", target.port())) {
      List<String> lines = lines(get(router));
      assertThat(lines)
          .containsSubsequence("set-cookie: a=1; path=/", "set-cookie: b=\u00ff")
          .contains("date: yesterday", "x-empty: ", "x-own: 1")
          .doesNotContain("date: today")
          .noneMatch(line -> line.startsWith("wayfare-") || line.startsWith("content-type"));
    }
  }

  @Test
  void linesOfTheFieldAreOneList() throws IOException {
    String fields =
        "Wayfare-Fields: " + carried("A: 1") + "\nwayfare-fields:   " + carried("B: 2", "C: 3");
    try (RawTarget target = answering(fields);
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(lines(get(router))).contains("a: 1", "b: 2", "c: 3");
    }
  }

  @Test
  void whatNoTargetMaySetIsNotCarriedEither() throws IOException {
    String carried =
        carried(
            "Connection: x-named",
            "X-Named: 1",
            "Transfer-Encoding: gzip",
            "Content-Length: 99",
            "Wayfare-Quote-Usd: 0",
            "X-Kept: 1");
    try (RawTarget target = answering("Wayfare-Fields: " + carried);
        RunningRouter router = new RunningRouter("", target.port())) {
      assertThat(lines(get(router)))
          .contains("x-kept: 1", "content-length: 2")
          .noneMatch(line -> line.matches("(x-named|transfer-encoding|wayfare-|connection: x).*"))
          .doesNotContain("content-length: 99");
    }
  }

  static List<String> malformed() {
    return List.of(
        "",
        ":",
        "::",
        "a",
        ":YTogYg==",
        ":YTogYg==:;p=1",
        ":YTogYg==:,",
        ":***:",
        carried("no line"),
        carried(""),
        carried(": no name"),
        carried("no token: 1"),
        carried("a: 1\r\nSet-Cookie: smuggled=1"),
        carried("a: \u0000"),
        carried(Collections.nCopies(257, "a: 1").toArray(String[]::new)));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aMalformedFieldIsNoAnswerAndTheNextTargetIsAsked(String value) throws IOException {
    try (RawTarget bad = answering("Wayfare-Fields: " + value);
        StubTarget good = StubTarget.answering(200, "good")) {
      try (RunningRouter router = new RunningRouter("", bad.port(), good.port())) {
        assertThat(get(router)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("good");
      }
      try (RunningRouter router = new RunningRouter("", bad.port())) {
        assertThat(get(router))
            .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
            .doesNotContainIgnoringCase("smuggled", "wayfare-");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 256})
  void asManyFieldsAsAFunctionMayHavePassBothWays(int count) throws IOException {
    int longest = (64 << 10) / count - 8;
    String[] lines = new String[count];
    for (int i = 0; i < count; i++) {
      lines[i] = String.format(Locale.ROOT, "X-F-%04d: ", i) + "v".repeat(longest);
    }
    String sent = String.join("\n", lines);
    try (RawTarget target =
            new RawTarget(
                (socket, head) -> {
                  assertThat(lines(head)).contains(lower(lines));
                  RawTarget.write(
                      socket,
                      "HTTP/1.1 200 OK\nContent-Length: 0\nConnection: close\nWayfare-Fields: "
                          + carried(lines)
                          + "\n\n");
                });
        RunningRouter router = new RunningRouter("", target.port())) {
      String answer =
          RawClient.exchange(
              router.port(), "GET /f HTTP/1.1\nHost: h\nConnection: close\n" + sent + "\n\n");
      assertThat(answer).startsWith("HTTP/1.1 200 OK");
      assertThat(lines(answer)).contains(lower(lines));
    }
  }

  private static RawTarget answering(String fields) {
    return new RawTarget(
        (socket, head) ->
            RawTarget.write(
                socket,
                "HTTP/1.1 200 Fine\nContent-Length: 2\nConnection: close\n" + fields + "\n\nok"));
  }

  private static String get(RunningRouter router) throws IOException {
    return RawClient.exchange(
        router.port(), "GET /f HTTP/1.1\nHost: example.com\nConnection: close\n\n");
  }

  /** The lines of a message's head, in lower case since the case of names is the platform's. */
  private static List<String> lines(String message) {
    return message.split("\r\n\r\n", 2)[0].lines().map(PrivateFieldsTest::lower).toList();
  }

  private static String[] lower(String[] lines) {
    return Arrays.stream(lines).map(PrivateFieldsTest::lower).toArray(String[]::new);
  }

  private static String lower(String line) {
    return line.toLowerCase(Locale.ROOT);
  }

  private static String carried(String... lines) {
    return Arrays.stream(lines)
        .map(
            line ->
                ":"
                    + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.ISO_8859_1))
                    + ":")
        .collect(Collectors.joining(", "));
  }
}

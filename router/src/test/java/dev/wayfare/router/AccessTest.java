package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.RawH2Client.Answer;
import dev.wayfare.router.RawH2Client.Field;
import dev.wayfare.router.config.KeyHash;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, over real sockets. */
final class AccessTest {
  private static final String KEY = "wayfare_" + "0123456789abcdef".repeat(4);
  private static final String OTHER_KEY = "wayfare_" + "fedcba9876543210".repeat(4);

  private static String access(String more) {
    return """
    access:
      %s
      consumers:
        shop: {key-hashes: ["%s", "%s"]}
        lab: {key-hashes: ["%s"], functions: [g]}
    """
        .formatted(
            more,
            KeyHash.of("an older key").text(),
            KeyHash.of(KEY).text(),
            KeyHash.of(OTHER_KEY).text());
  }

  /** Functions {@code f} and, without a target that answers, {@code g}. */
  private static RunningRouter router(String more, StubTarget target) {
    String other =
        """
        functions:
          g:
            path: /g
            targets: [{id: tg, provider: edge, memory: 1GiB, endpoint: "http://127.0.0.1:1"}]
        """;
    return new RunningRouter(access(more), List.of("http://127.0.0.1:" + target.port()), "", other);
  }

  private static HttpResponse<String> get(RunningRouter router, String path, String... fields) {
    HttpRequest.Builder request = HttpRequest.newBuilder(router.uri(path));
    return router.send(fields.length == 0 ? request : request.headers(fields));
  }

  private static void tellFields(HttpServerRequest request) {
    StubTarget.answer(request, 200, StubTarget.GUEST, request.headers().toString());
  }

  @Test
  void withoutACredentialNobodyIsServedAndNoPathIsTold() {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      for (String path : List.of("/f", "/nowhere")) {
        HttpResponse<String> answer = get(router, path);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate"))
            .hasValue("Key realm=\"wayfare\"");
        assertThat(answer.body())
            .startsWith(
                "This request needs a credential: an API key in the field x-api-key. Request id: ");
      }
      assertThat(target.hits()).isZero();
      assertThat(router.admin("/metrics").body())
          .contains("wayfare_refusals_total{cause=\"no-credential\",function=\"\"} 2.0");
    }
  }

  @Test
  void aKeyLetsInAndReachesNoTarget() {
    try (StubTarget target = new StubTarget(AccessTest::tellFields);
        RunningRouter router = router("", target)) {
      HttpResponse<String> answer =
          get(
              router,
              "/f",
              "X-Api-Key",
              KEY,
              "Authorization",
              "Bearer of-the-function",
              "x-a",
              "b");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body().toLowerCase(java.util.Locale.ROOT))
          .contains("bearer of-the-function", "x-a")
          .doesNotContain("x-api-key", KEY);
      assertThat(get(router, "/f", "x-api-key", "an older key").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "sha256:",
        "wayfare_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdee",
        "Wayfare_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void aWrongKeyIsWorseThanNone(String guess) {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("anonymous: allow", target)) {
      assertThat(get(router, "/f").statusCode()).isEqualTo(200);
      HttpResponse<String> answer = get(router, "/f", "x-api-key", guess);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).startsWith("The API key is not known here.");
      assertThat(target.hits()).isEqualTo(1);
    }
  }

  @Test
  void theHashItselfOpensNothingNorDoTwoKeysOrALongOne() {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      assertThat(get(router, "/f", "x-api-key", KeyHash.of(KEY).text()).statusCode())
          .isEqualTo(401);
      assertThat(get(router, "/f", "x-api-key", KEY, "x-api-key", KEY).statusCode()).isEqualTo(401);
      assertThat(get(router, "/f", "x-api-key", KEY.repeat(100)).statusCode()).isEqualTo(401);
      assertThat(target.hits()).isZero();
    }
  }

  @Test
  void aFunctionThatIsNotTheConsumersIsForbidden() {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("anonymous: allow\n  functions: [f]", target)) {
      assertThat(get(router, "/g").statusCode()).isEqualTo(403);
      assertThat(get(router, "/g", "x-api-key", KEY).statusCode()).isEqualTo(403);
      HttpResponse<String> answer = get(router, "/f", "x-api-key", OTHER_KEY);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).startsWith("These credentials are not for this function.");
      assertThat(get(router, "/g", "x-api-key", OTHER_KEY).statusCode()).isEqualTo(502);
      assertThat(target.hits()).isZero();
      assertThat(router.admin("/metrics").body())
          .contains("wayfare_refusals_total{cause=\"forbidden\",function=\"g\"} 2.0")
          .contains("wayfare_refusals_total{cause=\"forbidden\",function=\"f\"} 1.0");
    }
  }

  @Test
  void theFieldOfTheKeyCanBeAnother() {
    try (StubTarget target = new StubTarget(AccessTest::tellFields);
        RunningRouter router = router("api-key: {header: shop-key}", target)) {
      assertThat(get(router, "/f", "x-api-key", KEY).statusCode()).isEqualTo(401);
      HttpResponse<String> answer = get(router, "/f", "Shop-Key", KEY, "x-api-key", "of-the-guest");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("of-the-guest").doesNotContain(KEY);
    }
  }

  @Test
  void whoCallsTooOftenIsToldWhenToTryAgain() {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router =
            router("anonymous: allow\n  rate: {per-second: 1, burst: 3}", target)) {
      for (String[] fields : List.of(new String[0], new String[] {"x-api-key", KEY})) {
        int served = 0;
        while (get(router, "/f", fields).statusCode() == 200) {
          served++;
        }
        assertThat(served).isGreaterThanOrEqualTo(3);
        HttpResponse<String> answer = get(router, "/f", fields);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        assertThat(answer.body()).startsWith("This consumer calls too often; try again later.");
      }
      assertThat(get(router, "/g", "x-api-key", OTHER_KEY).statusCode()).isEqualTo(502);
      assertThat(router.admin("/metrics").body())
          .contains("wayfare_refusals_total{cause=\"rate-limited\",function=\"f\"} ");
    }
  }

  @Test
  void nobodyIsAskedForABodyThatIsNotServed() throws IOException {
    try (StubTarget target = StubTarget.answering(200, "hi");
        RunningRouter router = router("", target)) {
      String answer =
          RawClient.exchange(
              router.port(),
              """
              PUT /f HTTP/1.1
              Host: a
              Expect: 100-continue
              Content-Length: 5

              """);
      assertThat(answer).startsWith("HTTP/1.1 401").contains("connection: close");
      assertThat(target.hits()).isZero();
    }
  }

  @Test
  void itIsTheSameByHttp2() throws IOException {
    var seen = new ConcurrentLinkedQueue<String>();
    try (StubTarget target =
            new StubTarget(
                request -> {
                  seen.add(request.headers().toString());
                  tellFields(request);
                });
        RunningRouter router = router("", target);
        RawH2Client client = new RawH2Client(router.port())) {
      Answer none = client.exchange(1, RawH2Client.request("GET", "/f"));
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.fields().get("www-authenticate").toString()).startsWith("Key ");
      Answer wrong =
          client.exchange(3, RawH2Client.request("GET", "/f", new Field("x-api-key", "guess")));
      assertThat(wrong.status()).isEqualTo(401);
      Answer right =
          client.exchange(5, RawH2Client.request("GET", "/f", new Field("x-api-key", KEY)));
      assertThat(right.status()).isEqualTo(200);
      assertThat(seen).singleElement().asString().doesNotContain(KEY);
    }
  }
}

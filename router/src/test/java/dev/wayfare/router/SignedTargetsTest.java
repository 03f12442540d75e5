package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.router.config.WayfareConfig;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets on AWS that answer nobody but the router, over real sockets. */
final class SignedTargetsTest {
  private static final String KEY = "0123456789abcdef-a-key";
  private static final List<String> PROPERTIES =
      List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken");
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;

  @BeforeEach
  void haveCredentials() {
    System.setProperty("aws.accessKeyId", VerifyingTarget.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", VerifyingTarget.SECRET_KEY);
  }

  @AfterEach
  void haveNone() {
    PROPERTIES.forEach(System::clearProperty);
  }

  /** A router whose first target is dearest; those on AWS are signed for. */
  private RunningRouter router(String settings, String... targets) throws IOException {
    Files.writeString(folder.resolve("key"), KEY);
    StringBuilder yaml =
        new StringBuilder("version: 1\nrouter:\n  port: 0\n  admin-port: 0\n" + settings)
            .append("functions:\n  f:\n    path: /\n    policy: {tolerance: 0%, hysteresis: 0%}\n")
            .append("    targets:\n");
    Arrays.stream(targets).forEach(yaml::append);
    return new RunningRouter(WayfareConfig.parse(folder.resolve("wayfare.yaml"), yaml.toString()));
  }

  private static String aws(String id, int port) {
    return aws(id, port, "");
  }

  private static String aws(String id, int port, String more) {
    return """
          - {id: %s, provider: aws, region: us-east-1, memory: 128MiB, key-file: key,
             endpoint: "http://127.0.0.1:%d/base", auth: aws-iam%s}
    """
        .formatted(id, port, more);
  }

  private static String edge(String id, int usdPerMillion, int port) {
    return """
          - {id: %s, provider: edge, memory: 128MiB, endpoint: "http://127.0.0.1:%d",
             price: {usd-per-million-requests: %d}}
    """
        .formatted(id, port, usdPerMillion);
  }

  private static String request(String method, String target, String more) {
    return "%s %s HTTP/1.1\nHost: shop.example\nConnection: close\n%s\n"
        .formatted(method, target, more);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/f",
        "/f/",
        "/f/a%20b",
        "/f//a//",
        "//f",
        "/f/a;b=c,d",
        "/f/%E1%88%B4",
        "/f/%ff%fe",
        "/f/../g/./h/..",
        "/f/%2e%2e/g",
        "/f/a%2Fb%2fc",
        "/f/{x}|^",
        "/f/%zz%",
        "/f/a+b=c&d",
        "/f?",
        "/f?a",
        "/f?b=2&a=1&a=0&B=3",
        "/f?q=a+b&c=%20&d=%2B",
        "/f?q=%zz&r=%",
        "/f?%ff=%fe&a=%e1%88%b4",
        "/f?=x&&y=",
        "/f?a=b=c;d=e/f?g:@!$'()*,",
        "/f?a={}|\\^`\"<>[]",
        "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1"
      })
  void whatIsSentIsWhatIsSigned(String sent) throws IOException {
    try (VerifyingTarget target = new VerifyingTarget();
        RunningRouter router = router("", aws("a", target.port()))) {
      assertThat(RawClient.exchange(router.port(), request("GET", sent, "")))
          .as(() -> target.refusals().toString())
          .startsWith("HTTP/1.1 200");
      assertThat(target.last().target()).startsWith("/base/");
      assertThat(target.last().field("wayfare-target")).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "OPTIONS", "DELETE", "PATCH", "PURGE", "get"})
  void anyMethodCanBeSigned(String method) throws IOException {
    try (VerifyingTarget target = new VerifyingTarget();
        RunningRouter router = router("", aws("a", target.port()))) {
      assertThat(RawClient.exchange(router.port(), request(method, "/f", "")))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void byTheSecondVersionOfHttpTheAuthorityIsTheHostThatIsSigned() throws IOException {
    try (VerifyingTarget target = new VerifyingTarget();
        RunningRouter router = router("", aws("a", target.port(), ", http: h2c"))) {
      assertThat(router.post("/f?a=b", "a body").body()).isEqualTo("signed 6");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64 << 10, (64 << 10) + 1, 5 * MIB, 6 * MIB})
  void aBodyIsSignedUpToWhatLambdaTakes(int bytes) throws IOException {
    try (VerifyingTarget target = new VerifyingTarget();
        RunningRouter router = router("", aws("a", target.port()))) {
      HttpResponse<String> said = post(router, bytes, true);
      HttpResponse<String> chunked = post(router, bytes, false);
      assertThat(said.body()).isEqualTo("signed " + bytes);
      assertThat(chunked.body()).isEqualTo("signed " + bytes);
      assertThat(router.admin("/metrics").body()).contains("wayfare_retry_memory_bytes 0");
    }
  }

  private static HttpResponse<String> post(RunningRouter router, int bytes, boolean isLengthSaid) {
    byte[] body = new byte[bytes];
    Arrays.fill(body, (byte) 'x');
    var whole = HttpRequest.BodyPublishers.ofByteArray(body);
    var publisher = isLengthSaid ? whole : HttpRequest.BodyPublishers.fromPublisher(whole);
    return router.send(HttpRequest.newBuilder(router.uri("/f")).POST(publisher));
  }

  /** A target that is not signed for, and says how long a body was. */
  private static StubTarget counting() {
    return new StubTarget(
        request ->
            request
                .body()
                .onSuccess(
                    body ->
                        StubTarget.answer(
                            request, 200, StubTarget.GUEST, "other " + body.length())));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLargerBodyGoesWhereNothingIsSigned(boolean isLengthSaid) throws IOException {
    String settings = "  max-request-body: 20MiB\n";
    int bytes = 6 * MIB + 1;
    try (VerifyingTarget target = new VerifyingTarget();
        StubTarget other = counting()) {
      try (RunningRouter router =
          router(settings, aws("a", target.port()), edge("e", 1_000, other.port()))) {
        assertThat(post(router, bytes, isLengthSaid).body()).isEqualTo("other " + bytes);
      }
      try (RunningRouter router = router(settings, aws("a", target.port()))) {
        HttpResponse<String> answer = post(router, bytes, isLengthSaid);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body())
            .startsWith("The request's body is larger than 6291456 bytes, the most that a target")
            .doesNotContain("aws");
      }
      assertThat(target.hits()).isZero();
    }
  }

  @Test
  void aBodyForWhichThereIsNoMemoryGoesWhereItCanPassThrough() throws IOException {
    String settings = "  retry-memory: 1MiB\n";
    try (VerifyingTarget target = new VerifyingTarget();
        StubTarget other = counting()) {
      try (RunningRouter router =
          router(settings, aws("a", target.port()), edge("e", 1_000, other.port()))) {
        assertThat(post(router, 2 * MIB, true).body()).isEqualTo("other " + 2 * MIB);
        assertThat(post(router, MIB, true).body()).isEqualTo("signed " + MIB);
      }
      try (RunningRouter router = router(settings, aws("a", target.port()))) {
        assertThat(post(router, 2 * MIB, true).statusCode()).isEqualTo(503);
      }
    }
  }

  @Test
  void aBodyIsHeldBackForATargetThatIsSignedForAndForNoOther() throws IOException {
    String head = "POST /f HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n1\na\n";
    try (VerifyingTarget target = new VerifyingTarget();
        StubTarget other =
            new StubTarget(
                request -> {
                  request.response().putHeader("wayfare-meter", StubTarget.GUEST);
                  request.response().setChunked(true);
                  request.handler(request.response()::write);
                  request.endHandler(end -> request.response().end());
                })) {
      try (RunningRouter router =
              router("", aws("a", target.port()), edge("e", 1_000, other.port()));
          RawClient client = new RawClient(router.port())) {
        client.send(head);
        Await.until(
            "the router has the chunk",
            () -> router.admin("/metrics").body().contains("wayfare_requests_under_way 1"));
        assertThat(target.hits()).isZero();
        client.send("1\nb\n0\n\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200");
        assertThat(target.last().body()).asString().isEqualTo("ab");
        assertThat(other.hits()).isZero();
      }
      try (RunningRouter router = router("", edge("e", 1_000, other.port()));
          RawClient client = new RawClient(router.port())) {
        client.send(head);
        // The answer begins before the request ends.
        assertThat(client.readHead()).startsWith("HTTP/1.1 200");
        client.send("1\nb\n0\n\n");
        assertThat(other.hits()).isEqualTo(1);
      }
    }
  }

  @Test
  void theCallersOwnFieldsAndHostReachTheFunctionAndNotThePlatform() throws IOException {
    System.setProperty("aws.sessionToken", "the-routers-token");
    try (VerifyingTarget target = new VerifyingTarget();
        RunningRouter router = router("", aws("a", target.port()))) {
      String fields = "Authorization: Bearer callers\nX-Amz-Date: 20200101T000000Z\nX-Other: 1\n";
      assertThat(RawClient.exchange(router.port(), request("GET", "/f", fields)))
          .as(() -> target.refusals().toString())
          .startsWith("HTTP/1.1 200");
      assertThat(target.last().field("x-amz-security-token")).isEqualTo("the-routers-token");
      assertThat(target.last().field("x-other")).isEqualTo("1");
      assertThat(target.last().field("host")).isEqualTo("127.0.0.1:" + target.port());
      assertThat(VerifyingTarget.carried(target.last()))
          .containsExactlyInAnyOrder(
              "host: shop.example",
              "x-forwarded-host: shop.example",
              "authorization: Bearer callers",
              "x-amz-date: 20200101T000000Z",
              "x-amz-content-sha256",
              "x-amz-security-token");
    }
  }

  @Test
  void aRetryIsSignedAnew() throws IOException {
    try (VerifyingTarget one = new VerifyingTarget();
        VerifyingTarget two = new VerifyingTarget();
        RunningRouter router = router("", aws("a", one.port()), aws("b", two.port()))) {
      one.fail(1);
      two.fail(1);
      assertThat(router.get("/f").statusCode()).isEqualTo(500);
      assertThat(one.accepted()).hasSize(1);
      assertThat(two.accepted()).hasSize(1);
      assertThat(one.last().field("authorization")).isNotEqualTo(two.last().field("authorization"));
    }
  }

  @Test
  void theRoutersOwnTrialOfATargetThatFailedIsSigned() throws IOException {
    try (VerifyingTarget target = new VerifyingTarget();
        StubTarget other = StubTarget.answering(200, "other");
        RunningRouter router =
            router("", aws("a", target.port()), edge("e", 1_000, other.port()))) {
      target.fail(5);
      for (int i = 0; i < 5; i++) {
        assertThat(router.get("/f").body()).isEqualTo("other");
      }
      assertThat(router.targetField("a", "breaker")).isEqualTo("open");
      Await.until(
          "the router tries it",
          () -> target.accepted().stream().anyMatch(it -> it.method().equals("HEAD")));
      assertThat(target.refusals()).isEmpty();
    }
  }

  @Test
  void withoutCredentialsNothingIsSentAndTheNextTargetIsAsked() throws IOException {
    haveNone();
    System.setProperty("aws.disableEc2Metadata", "true");
    try (VerifyingTarget target = new VerifyingTarget();
        StubTarget other = StubTarget.answering(200, "other");
        RunningRouter router =
            router("", aws("a", target.port()), edge("e", 1_000, other.port()))) {
      for (int i = 0; i < 6; i++) {
        assertThat(router.get("/f").body()).isEqualTo("other");
      }
      assertThat(target.hits()).isZero();
      assertThat(router.targetField("a", "breaker")).isEqualTo("open");
      haveCredentials();
      Await.until("it is signed for", () -> router.get("/f").body().startsWith("signed"));
      assertThat(target.refusals()).isEmpty();
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void aTargetThatDoesNotLetTheRouterInCountsAsFailing() throws IOException {
    System.setProperty("aws.secretAccessKey", "another");
    try (VerifyingTarget target = new VerifyingTarget();
        StubTarget other = StubTarget.answering(200, "other");
        RunningRouter router =
            router("", aws("a", target.port()), edge("e", 1_000, other.port()))) {
      for (int i = 0; i < 6; i++) {
        assertThat(router.post("/f", "a body").body()).isEqualTo("other");
      }
      assertThat(target.refusals()).hasSize(5);
      assertThat(router.targetField("a", "breaker")).isEqualTo("open");
    }
  }

  @Test
  void nothingSecretIsOnAnyPage() throws IOException {
    System.setProperty("aws.sessionToken", "the-routers-token");
    try (VerifyingTarget target = new VerifyingTarget();
        RunningRouter router = router("", aws("a", target.port()))) {
      HttpResponse<String> answer = router.get("/f");
      String id = answer.headers().firstValue("x-request-id").orElseThrow();
      String signature = target.last().field("authorization").replaceAll(".*Signature=", "");
      List<String> shown = new ArrayList<>();
      shown.add(answer.headers().toString());
      for (String page : List.of("/targets", "/metrics", "/decisions/" + id)) {
        shown.add(router.admin(page).body());
      }
      assertThat(shown)
          .noneMatch(String::isBlank)
          .noneMatch(it -> it.contains(VerifyingTarget.SECRET_KEY))
          .noneMatch(it -> it.contains("the-routers-token"))
          .noneMatch(it -> it.contains(signature))
          .noneMatch(it -> it.contains(KEY));
    }
  }
}

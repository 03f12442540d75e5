package dev.wayfare.pricing.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.wayfare.pricing.PriceBook;
import dev.wayfare.pricing.PriceChange;
import dev.wayfare.pricing.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server does, there is a clear outcome and the last good book stays in force. */
class TroubledServerTest {
  private static final PriceBook SHIPPED = PriceBook.shipped();
  private static final Map<Provider, Set<String>> AWS = Map.of(Provider.AWS, Set.of("us-east-1"));
  private static ListServer server = new ListServer();

  @BeforeAll
  static void start() {
    server.close();
    server = new ListServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void answerAsUsual() {
    server.reset();
  }

  @Test
  void aThrottledRequestIsMadeAgainAfterTheTimeThatTheServerAsksFor() {
    onceThenFixture(ListServer.status(429).withHeader("Retry-After", "17"));
    RefreshReport report = run();

    assertThat(report.isComplete()).isTrue();
    assertThat(server.waitsMillis).containsExactly(17_000L);
  }

  @Test
  void aTimeOfDayToComeBackAtIsHeededToo() {
    onceThenFixture(
        ListServer.status(503).withHeader("Retry-After", "Tue, 01 Dec 2026 06:00:09 GMT"));

    assertThat(run().isComplete()).isTrue();
    assertThat(server.waitsMillis).containsExactly(9_000L);
  }

  @Test
  void aServerThatAsksForMoreThanPatienceIsNotAskedAgain() {
    server.answer(ListServer.LAMBDA_FILE, ListServer.status(429).withHeader("Retry-After", "3600"));

    assertThat(failure(run()))
        .isEqualTo("the price list's server asks to be left alone for 3,600 s");
    assertThat(server.waitsMillis).isEmpty();
  }

  @Test
  void waitsGrowAndAreSpread() {
    server.answer(ListServer.LAMBDA_FILE, ListServer.status(503));
    RefreshReport report = run();

    assertThat(failure(report))
        .isEqualTo(
            server.base().getAuthority()
                + ListServer.LAMBDA_FILE
                + " cannot be read: it answered 503");
    server.http.verify(3, getRequestedFor(urlPathEqualTo(ListServer.LAMBDA_FILE)));
    assertThat(server.waitsMillis).hasSize(2);
    assertThat(server.waitsMillis.get(0)).isBetween(50L, 150L);
    assertThat(server.waitsMillis.get(1)).isBetween(100L, 300L);
  }

  @Test
  void aServerThatKeepsFailingIsNotAskedForTheRest() {
    server.answerAll(ListServer.status(500));
    PriceRefresh refresh = server.refresh();
    for (int i = 0; i < 4; i++) {
      refresh.run(SHIPPED, AWS, false);
    }
    int asked = server.http.getAllServeEvents().size();

    assertThat(asked).isEqualTo(8);
    assertThat(failure(refresh.run(SHIPPED, AWS, false)))
        .endsWith("is not asked for 5 minutes, since it failed 8 times in a row");
  }

  @Test
  void aBodyThatEndsTooEarlyIsAskedForAgain() {
    String whole = ListServer.fixture("aws-lambda-us-east-1.json");
    onceThenFixture(okJson(whole.substring(0, whole.length() / 2)));
    RefreshReport report = run();

    assertThat(report.isComplete()).isTrue();
    assertThat(server.waitsMillis).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "CONNECTION_RESET_BY_PEER"})
  void aBrokenConnectionIsAFailureInOneSentence(String fault) {
    server.answer(ListServer.LAMBDA_FILE, aResponse().withFault(Fault.valueOf(fault)));
    RefreshReport report = run();

    assertThat(failure(report))
        .startsWith(server.base().getAuthority() + ListServer.LAMBDA_FILE + " cannot be read: ");
    assertThat(server.waitsMillis).hasSize(2);
  }

  @Test
  void aPageOfHtmlIsNotTakenForPrices() {
    server.answer(
        ListServer.LAMBDA_FILE,
        aResponse().withHeader("Content-Type", "text/html").withBody("<html>Sorry</html>"));

    assertThat(failure(run())).endsWith(" answered with a page instead of prices");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"products\": {}, \"terms\": []}", "not json"})
  void somethingElseThanAPriceListIsAFailureInOneSentence(String body) {
    server.answer(ListServer.LAMBDA_FILE, okJson(body));
    RefreshReport report = run();

    assertThat(failure(report)).isNotBlank().doesNotContain("\n", "Exception");
    assertThat(PriceChange.between(SHIPPED, report.book())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 400, 403, 404})
  void anAnswerThatIsNoListIsAFailureAtOnce(int status) {
    server.answer(
        ListServer.LAMBDA_FILE,
        ListServer.status(status).withHeader("Location", "http://elsewhere.example/"));

    assertThat(failure(run())).endsWith(" answered " + status + " instead of prices");
    server.http.verify(1, getRequestedFor(urlPathEqualTo(ListServer.LAMBDA_FILE)));
  }

  @Test
  void anUnaskedNotModifiedIsAFailure() {
    server.answer(ListServer.LAMBDA_FILE, ListServer.status(304));

    assertThat(failure(run())).endsWith(" answered 304 instead of prices");
  }

  @Test
  void aCompressedListIsReadAndOneThatIsCutOffIsAskedForAgain() throws IOException {
    byte[] whole = gzip(ListServer.fixture("aws-lambda-us-east-1.json"));
    onceThenFixture(
        aResponse()
            .withHeader("Content-Encoding", "gzip")
            .withBody(Arrays.copyOf(whole, whole.length / 2)));
    assertThat(run().isComplete()).isTrue();
    assertThat(server.waitsMillis).hasSize(1);
    server.answer(
        ListServer.LAMBDA_FILE, aResponse().withHeader("Content-Encoding", "gzip").withBody(whole));

    assertThat(run().isComplete()).isTrue();
    server.http.verify(
        getRequestedFor(urlPathEqualTo(ListServer.LAMBDA_FILE))
            .withHeader("Accept-Encoding", equalTo("gzip")));
  }

  @Test
  void aSmallAnswerThatUnfoldsWithoutEndIsCutOffAtItsBound() throws IOException {
    server.answer(
        ListServer.LAMBDA_INDEX,
        aResponse()
            .withHeader("Content-Encoding", "gzip")
            .withBody(gzip("{\"a\":\"" + "x".repeat(5 << 20) + "\"}")));

    assertThat(failure(run()))
        .endsWith("is larger than 4,194,304 bytes, so it is not a price list");
  }

  @Test
  void anUnknownCodingIsAFailure() {
    server.answer(ListServer.LAMBDA_FILE, okJson("{}").withHeader("Content-Encoding", "br"));

    assertThat(failure(run())).endsWith(" answered in the unknown coding 'br'");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void theGoogleKeyIsInNoMessage() {
    server.http.resetAll();
    server.answer(ListServer.GOOGLE, ListServer.status(403));
    RefreshReport report =
        server.refresh().run(SHIPPED, Map.of(Provider.GCP, Set.<String>of()), false);

    assertThat(report.toString()).contains("answered 403").doesNotContain(ListServer.KEY);
    assertThat(new ListLocation(server.base(), ListServer.KEY).toString())
        .doesNotContain(ListServer.KEY);
  }

  @Test
  void aBodyThatNeverEndsIsCutOffAtItsBound() throws Exception {
    try (RawServer raw =
        RawServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":\"",
            "x".repeat(65_536))) {
      RefreshReport report =
          server.refresh(raw.base(), Duration.ofSeconds(60)).run(SHIPPED, AWS, false);

      assertThat(failure(report))
          .endsWith(" is larger than 4,194,304 bytes, so it is not a price list");
      assertThat(server.waitsMillis).isEmpty();
      assertThat(report.book()).isSameAs(SHIPPED);
    }
  }

  @Test
  void aServerThatStallsInItsHeaderOrBodyIsLeftAtTheDeadline() throws Exception {
    for (String begin :
        new String[] {"", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{\"regions\":"}) {
      try (RawServer raw = RawServer.answering(begin, "")) {
        RefreshReport report =
            server.refresh(raw.base(), Duration.ofMillis(150)).run(SHIPPED, AWS, false);

        assertThat(failure(report)).endsWith(" cannot be read: the answer took more than 150 ms");
        assertThat(report.book()).isSameAs(SHIPPED);
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsAFailureInOneSentence() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI base = URI.create("http://127.0.0.1:" + port + "/");

    assertThat(failure(server.refresh(base, Duration.ofSeconds(5)).run(SHIPPED, AWS, false)))
        .endsWith(" cannot be read: there is no connection");
  }

  private static void onceThenFixture(ResponseDefinitionBuilder first) {
    server.http.stubFor(
        get(urlPathEqualTo(ListServer.LAMBDA_FILE))
            .inScenario("once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("again")
            .willReturn(first));
    server.http.stubFor(
        get(urlPathEqualTo(ListServer.LAMBDA_FILE))
            .inScenario("once")
            .whenScenarioStateIs("again")
            .willReturn(okJson(ListServer.fixture("aws-lambda-us-east-1.json"))));
  }

  private static RefreshReport run() {
    return server.refresh().run(SHIPPED, AWS, false);
  }

  private static String failure(RefreshReport report) {
    return ((Outcome.Failed) report.lists().getFirst().outcome()).reason();
  }
}

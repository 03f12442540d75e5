package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Google's invoker would do otherwise, under that invoker, beside the contract. */
final class GoogleInvokerTest {
  private static final String CLOSE = "Connection: close\r\n";

  @TempDir private static Path folder;
  private static InvokerProcess invoker;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    invoker = InvokerProcess.start("dev.wayfare.shim.gcp.GoogleFunction", folder, Map.of());
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void end() {
    client.close();
    invoker.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//hello",
        "/hello//a",
        "/hello/%2e%2e/b",
        "/hello/../b",
        "/hello/%ff",
        "/hello/a|b{c}",
        "/favicon.ico",
        "/robots.txt"
      })
  void pathsThatTheInvokerRefusesReachTheGuest(String path) throws IOException {
    String answer = invoker.exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\n" + CLOSE + "\r\n");
    assertThat(answer).contains("origin=guest");
    if (path.startsWith("/hello")) {
      assertThat(answer).contains("\"path\":\"" + path + "\"");
    }
  }

  @Test
  void aFormArrivesByteForByte() throws IOException {
    String form =
        "--X\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n\u0000\u00ff\r\n--X--\r\n";
    assertThat(echo("multipart/form-data; boundary=X", form)).endsWith("\r\n\r\n" + form);
  }

  @Test
  void aCharsetThatNobodyKnowsIsLeftAsItIs() throws IOException {
    assertThat(echo("text/plain; charset=nobody's", "x"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: text/plain; charset=nobody's\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD /hello", "GET /status/304"})
  void whereContentIsLeftAwayNoLengthIsClaimed(String request) throws IOException {
    assertThat(invoker.exchange(request + " HTTP/1.1\r\nHost: h\r\n" + CLOSE + "\r\n"))
        .contains("wayfare-meter: ")
        .doesNotContainIgnoringCase("content-length");
  }

  @ParameterizedTest
  @CsvSource({"60000,200,guest", "70000,431,shim"})
  void theHeadOfARequestMayBeAsLargeAsTheHostAllows(int length, int status, String origin)
      throws IOException {
    assertThat(
            invoker.exchange(
                "GET /hello HTTP/1.1\r\nHost: h\r\nx: "
                    + "x".repeat(length)
                    + "\r\n"
                    + CLOSE
                    + "\r\n"))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("origin=" + origin);
  }

  /** Not with "Connection: close", which Jetty forgets where the head outgrows its first buffer. */
  @Test
  void theHeadOfAnAnswerMayBeAsLargeToo() throws Exception {
    String type = "text/plain; a=" + "x".repeat(60_000);
    HttpResponse<Void> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(invoker.address() + "/echo"))
                .header("content-type", type)
                .POST(BodyPublishers.ofString("x"))
                .build(),
            BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue(type);
  }

  private static String echo(String type, String body) throws IOException {
    return invoker.exchange(
        "POST /echo HTTP/1.1\r\nHost: h\r\n"
            + CLOSE
            + "Content-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }
}

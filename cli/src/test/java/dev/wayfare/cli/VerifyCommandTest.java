package dev.wayfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target that answers, or does not, what {@code hello} answers to one golden request. */
final class VerifyCommandTest {
  private static final String BODY = "headers\n";

  @TempDir private Path folder;
  private final AtomicInteger served = new AtomicInteger();
  private HttpServer target;
  private UnaryOperator<String> altered = body -> body;
  private int status = 200;
  private String field = "x-one: 1";
  private String way = "server";

  @BeforeEach
  void start() throws IOException {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext("/", this::answer);
    target.start();
    Files.createDirectory(folder.resolve("golden"));
    Files.copy(
        Project.ROOT.resolve("examples/golden/headers.json"),
        folder.resolve("golden/headers.json"));
    configure(target.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    target.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    served.incrementAndGet();
    try (exchange) {
      var headers = exchange.getResponseHeaders();
      headers.add("content-type", "text/plain");
      headers.add("x-many", "a");
      headers.add("x-many", "b");
      headers.add("set-cookie", "a=1; Path=/");
      headers.add("wayfare-meter", "v=1, origin=guest, handler-us=10");
      headers.add(way, "Root=1");
      String[] own = field.split(": ", 2);
      headers.add(own[0], own[1]);
      byte[] body = altered.apply(BODY).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void configure(int port) throws IOException {
    Files.writeString(
        folder.resolve("wayfare.yaml"),
        """
        version: 1
        functions:
          hello:
            path: /only/this
            module: %s
            targets:
              - {id: own, provider: edge, memory: 128MiB, price: {usd-per-million-requests: 1}, endpoint: "http://127.0.0.1:%d"}
              - {id: planned, provider: edge, memory: 128MiB}
        """
            .formatted(Project.ROOT.resolve("examples/hello-c/hello-c.wasm"), port));
  }

  private record Run(int code, String out, String err) {}

  private Run verify(String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] arguments = new String[more.length + 3];
    arguments[0] = "verify";
    arguments[1] = "--config";
    arguments[2] = folder.resolve("wayfare.yaml").toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    int code =
        Wayfare.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }

  @Test
  void theSameAnswerIsTheSame() {
    Run run = verify();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            target                           provider region               same     of
            own                              edge     local                   1      1
            """);
    assertThat(run.code()).isZero();
  }

  @Test
  void nothingIsSentThatCouldCostMoreThanTheCap() {
    Run refused = verify("--live", "--max-usd", "0.0000019");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("up to 0.0001 USD", "--max-usd");
    assertThat(served).hasValue(0);

    Run paid = verify("--live", "--max-usd", "0.000002");
    assertThat(paid.code()).isZero();
    assertThat(served).hasPositiveValue();
  }

  @Test
  void anotherStatusIsADifference() {
    status = 201;
    differs("status 201, not 200");
  }

  @Test
  void anotherValueIsADifference() {
    field = "x-one: 2";
    differs("x-one is \"2\", not \"1\"");
  }

  @Test
  void aFieldMoreAndOneLessAreTwoDifferences() {
    field = "x-two: 2";
    differs("no field x-one, which is \"1\"");
    differs("a field x-two, which is \"2\"");
  }

  @Test
  void oneByteIsADifference() {
    altered = body -> body.replace("rs", "rS");
    differs("a body of 8 bytes, not 8, which differs from byte 6 on");
  }

  @Test
  void whatTheWayAddsIsNone() {
    way = "X-Amzn-Trace-Id";
    assertThat(verify().code()).isZero();
    way = "x-other";
    differs("a field x-other, which is \"Root=1\"");
  }

  @Test
  void aTargetThatIsNotThereGivesNoAnswer() throws IOException {
    target.stop(0);
    differs("no answer: ");
  }

  private void differs(String what) {
    Run run = verify();
    assertThat(run.out()).contains("own, headers.json: " + what);
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void anAnswerOfTheModuleThatItsFileDoesNotSayIsADifference() throws IOException {
    Path file = folder.resolve("golden/headers.json");
    Files.writeString(file, Files.readString(file).replace("\"status\": 200", "\"status\": 202"));
    Run run = verify();
    assertThat(run.out()).contains("the module itself, headers.json: status 200, not 202");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void allOfItIsThereAsJson() throws IOException {
    status = 500;
    Run run = verify("--json");
    JsonNode root = new JsonMapper().readTree(run.out());
    assertThat(root.get("requests").intValue()).isEqualTo(1);
    assertThat(root.get("isSame").booleanValue()).isFalse();
    assertThat(root.get("ownDifferences")).isEmpty();
    JsonNode only = root.get("targets").get(0);
    assertThat(only.get("id").textValue()).isEqualTo("own");
    assertThat(only.get("same").intValue()).isZero();
    assertThat(only.get("differences").get(0).get("request").textValue()).isEqualTo("headers.json");
    assertThat(only.get("differences").get(0).get("what").textValue())
        .isEqualTo("status 500, not 200");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --golden=nowhere   | there is no folder nowhere with golden requests; name one with --golden
          --target=other     | function hello has no target "other"; take one of own, planned
          --target=planned   | no target of function hello that could be asked has an endpoint; add `endpoint:` to one
          --function=other   | there is no function "other" in
          """)
  void aWrongArgumentIsOneSentence(String argument, String sentence) {
    Run run = verify(argument);
    assertThat(run.err()).startsWith("wayfare: " + sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                                    | line 1 is not JSON
          {}                                                                   | "request" is missing
          {"request": {"method": "GET"}}                                       | "path" is missing
          {"request": {"method": "GET", "path": 1}}                            | "path" must be text
          {"request": {"method": "GET", "path": "a"}}                          | "path" must start with "/" and be percent-encoded
          {"request": {"method": "GET", "path": "/ü b"}}                       | "path" must start with "/" and be percent-encoded
          {"request": {"method": "GET", "path": "/", "headers": ["a"]}}        | "headers" must be a list of ["name", "value"]
          {"request": {"method": "GET", "path": "/", "headers": [["a b", ""]]}} | a field name
          {"request": {"method": "GET", "path": "/", "headers": [["Host", "a"]]}} | the field "Host" is the connection's own; leave it out
          {"request": {"method": "GET", "path": "/", "bodyBase64": "%"}}       | "bodyBase64" is not Base64
          {"request": {"method": "GET", "path": "/"}, "response": {}}          | "status" is missing
          """)
  void aWrongFileIsOneSentenceWithItsName(String text, String sentence) throws IOException {
    Path file = Files.writeString(folder.resolve("golden/wrong.json"), text);
    Run run = verify();
    assertThat(run.err())
        .startsWith("wayfare: the golden request " + file + ": ")
        .contains(sentence)
        .hasLineCount(1);
    assertThat(run.code()).isEqualTo(2);
  }
}

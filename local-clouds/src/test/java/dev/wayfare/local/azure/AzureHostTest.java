package dev.wayfare.local.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.local.Archives;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AzureHostTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2020-03-12T19:03:58Z"));

  private static final String HOST_JSON =
      "{'version':'2.0','extensions':{'http':{'routePrefix':''}}}";

  private static final String FUNCTION_JSON =
      "{'scriptFile':'../app.jar','entryPoint':'dev.wayfare.local.azure.TinyAzureFunction.run',"
          + "'bindings':[{'type':'httpTrigger','direction':'in','name':'request',"
          + "'authLevel':'anonymous','methods':['get','POST'],'route':'{*path}'},"
          + "{'type':'http','direction':'out','name':'$return'}]}";

  @TempDir private Path app;

  @BeforeEach
  void deploy() throws IOException {
    Files.createDirectories(app.resolve("tiny"));
    Archives.zip(
        app.resolve("app.jar"),
        Map.of(Archives.path(TinyAzureFunction.class), Archives.bytes(TinyAzureFunction.class)));
    write("host.json", HOST_JSON);
    write("tiny/function.json", FUNCTION_JSON);
  }

  @Test
  void theFunctionGetsTheRequestAndItsResponseIsGiven() throws Exception {
    Reply reply =
        host().answer(octets("POST", "/%7ea%2Fb?c=d&c=%C3%A9&e=&f", Content.utf8("body")));
    assertThat(reply.status()).isEqualTo(203);
    assertThat(reply.body().text())
        .isEqualTo(
            "POST http://localhost/~a%2Fb?c=d&c=%C3%A9&e=&f 1,2 {c=d,é} 4 bytes tiny" + " at home");
  }

  @Test
  void theHostNamesItselfAndTheTime() throws Exception {
    assertThat(host().answer(request("GET", "/", Content.NONE)).fields())
        .containsExactly(
            new Field("x-a", "second"),
            new Field("Date", "Thu, 12 Mar 2020 19:03:58 GMT"),
            new Field("Server", "Kestrel"));
  }

  @Test
  void noBodyIsAnAbsentOne() throws Exception {
    assertThat(host().answer(request("GET", "/", Content.NONE)).body().text()).contains("no body");
  }

  @Test
  void aBodyWithoutItsLengthIsDropped() throws Exception {
    Request chunked = request("POST", "/", Content.utf8("body"), "Transfer-Encoding", "chunked");
    assertThat(host().answer(chunked).body().text()).contains("no body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json", "image/png", "", "application/*"})
  void aBodyOfMostTypesIsATextWhichBytesCannotBe(String type) throws Exception {
    Request request =
        request("POST", "/", Content.utf8("body"), "Content-Length", "4", "Content-Type", type);
    assertThat(host().answer(request).status()).isEqualTo(500);
    write("tiny/function.json", FUNCTION_JSON.replace("Function.run", "Function.text"));
    assertThat(host().answer(request).body().text()).isEqualTo("body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/octet-stream", "Multipart/Form-Data; boundary=a"})
  void aBodyOfSomeTypesIsBytesWhichATextCannotBe(String type) throws Exception {
    Request request =
        request("POST", "/", Content.utf8("body"), "Content-Length", "4", "Content-Type", type);
    assertThat(host().answer(request).body().text()).contains("4 bytes");
    write("tiny/function.json", FUNCTION_JSON.replace("Function.run", "Function.text"));
    assertThat(host().answer(request).status()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"ff00, 5, '\uFFFD\u0000'", "efbbbf61, 4, a", "feff0061, 4, a"})
  void aTextIsReadAsDotNetReadsIt(String hex, String length, String text) throws Exception {
    write("tiny/function.json", FUNCTION_JSON.replace("Function.run", "Function.text"));
    Content body = Content.of(HexFormat.of().parseHex(hex));
    assertThat(host().answer(request("POST", "/", body, "Content-Length", length)).body().text())
        .isEqualTo(text);
  }

  @Test
  void aFieldIsReadAsUtf8AndTheSchemeAsForwarded() throws Exception {
    write("tiny/function.json", FUNCTION_JSON.replace("Function.run", "Function.text"));
    Request request = request("GET", "/", Content.NONE, "X-A", "~", "X-Forwarded-Proto", "https");
    assertThat(host().answer(request).fields()).contains(new Field("x-https", "~"));
    assertThat(host().answer(request("GET", "/", Content.NONE, "X-A", "\u00e9")).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /, 404",
    "GET, /throw, 500",
    "GET, /?a=|, 500",
    "GET, /%00, 400",
    "GET, /admin/host/status, 404"
  })
  void whatTheHostAnswersByItself(String method, String target, int status) throws Exception {
    Reply reply = host().answer(request(method, target, Content.NONE));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"8100, 1, 1, 203", "8192, 1, 1, 414", "1, 33000, 1, 431", "1, 1, 101, 431"})
  void aHeadHasItsLimits(int target, int value, int fields, int status) throws Exception {
    var more = new String[2 * fields];
    for (int i = 0; i < more.length; i += 2) {
      more[i] = "x-" + i;
      more[i + 1] = "a".repeat(value);
    }
    Request request = request("GET", "/" + "a".repeat(target), Content.NONE, more);
    assertThat(host().answer(request).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "queue, queueTrigger, `{'input':'abc'}`, 202, ``",
        "queue, queueTrigger, `{'input':'ab'}`, 500, is not taken",
        "blob, blobTrigger, `{'input':'a/b c'}`, 500, `a/b c"
            + " \"https://local.blob.core.windows.net/a/b%20c\"`",
        "grid, eventGridTrigger, `{'input':'{}'}`, 500, nothing that is bound has the name Id",
        "queue, queueTrigger, `[]`, 404, ``",
        "queue, queueTrigger, `{`, 404, ``",
      })
  void aFunctionIsRunByHand(String entry, String type, String body, int status, String reason)
      throws Exception {
    write("host.json", HOST_JSON.replaceFirst("}}}$", "}},'extensionBundle':{}}"));
    write(
        "tiny/function.json",
        "{'scriptFile':'../app.jar','entryPoint':'dev.wayfare.local.azure.TinyAzureFunction."
            + entry
            + "','bindings':[{'type':'"
            + type
            + "','direction':'in','name':'"
            + (entry.equals("queue") ? "message" : "event")
            + "'}]}");
    Content input = Content.utf8(body.replace('\'', '"'));
    Reply reply = host().answer(request("POST", "/admin/functions/tiny", input));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().text()).contains(reason);
  }

  @Test
  void onlyWhatNoRequestRunsIsRunByHand() throws Exception {
    Content input = Content.utf8("{}");
    for (String name : List.of("tiny", "other")) {
      assertThat(host().answer(request("POST", "/admin/functions/" + name, input)).status())
          .isEqualTo(404);
    }
  }

  @Test
  void theRoutePrefixIsInFrontOfEveryRoute() throws Exception {
    write("host.json", "{'version':'2.0'}");
    assertThat(host().answer(request("GET", "/hello", Content.NONE)).status()).isEqualTo(404);
    assertThat(host().answer(request("GET", "/api/hello", Content.NONE)).status()).isEqualTo(203);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "httpTrigger | kafkaTrigger | has a binding that is not emulated: kafkaTrigger in",
        "httpTrigger | queueTrigger | needs an extensionBundle",
        "anonymous | function | asks for a key",
        "{*path} | hello/{id} | only {*path} at its end is emulated",
        "$return | response | is not its return value",
        "../app.jar | ../other.jar | lacks its scriptFile ../other.jar",
        "../app.jar | ../../app.jar | lacks its scriptFile ../../app.jar",
        "Function.run | Function.go | has no method go",
        "TinyAzure | Other | holds no class dev.wayfare.local.azure.OtherFunction",
        "bindings | binding | must have one trigger, but has 0",
        "{'script | 'script | is no JSON",
      })
  void anAppThatIsNotUnderstoodIsRefused(String part, String other, String reason)
      throws IOException {
    write("tiny/function.json", FUNCTION_JSON.replace(part, other));
    assertThatThrownBy(this::host)
        .isInstanceOf(InvalidAppException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aRequestThatTheFunctionDoesNotNameIsNotFound() throws Exception {
    write("tiny/function.json", FUNCTION_JSON.replace("Function.run", "Function.other"));
    assertThat(host().answer(request("GET", "/", Content.NONE)).status()).isEqualTo(500);
  }

  @Test
  void anAppWithoutItsHostFileIsRefused() throws IOException {
    Files.delete(app.resolve("host.json"));
    assertThatThrownBy(this::host).hasMessage("the app lacks host.json");
  }

  private AzureHost host() throws IOException {
    return AzureHost.of(app, CLOCK, RandomGenerator.of("L64X128MixRandom"));
  }

  private void write(String file, String json) throws IOException {
    Files.writeString(app.resolve(file), json.replace('\'', '"'));
  }

  private static Request octets(String method, String target, Content body) {
    String length = Integer.toString(body.length());
    return request(
        method, target, body, "Content-Length", length, "Content-Type", "application/octet-stream");
  }

  private static Request request(String method, String target, Content body, String... more) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Host", "localhost"));
    fields.add(new Field("X-Many", "1"));
    fields.add(new Field("x-many", "2"));
    for (int i = 0; i < more.length; i += 2) {
      fields.add(new Field(more[i], more[i + 1]));
    }
    return new Request(method, target, "HTTP/1.1", "127.0.0.1", fields, body);
  }
}

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
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    Reply reply = host().answer(request("POST", "/a%2Fb?c=d&c=%C3%A9", Content.utf8("body")));
    assertThat(reply.status()).isEqualTo(203);
    assertThat(reply.body().text())
        .isEqualTo("POST http://localhost/a%2Fb?c=d&c=%C3%A9 1,2 {c=d,é} 4 bytes tiny at home");
    assertThat(reply.fields())
        .containsExactly(
            new Field("x-a", "second"), new Field("Date", "Thu, 12 Mar 2020 19:03:58 GMT"));
  }

  @Test
  void noBodyIsAnAbsentOne() throws Exception {
    assertThat(host().answer(request("GET", "/", Content.NONE)).body().text()).contains("no body");
  }

  @ParameterizedTest
  @CsvSource({"PUT, /, 404", "GET, /throw, 500", "GET, /a|b, 500"})
  void whatTheHostAnswersByItself(String method, String target, int status) throws Exception {
    Reply reply = host().answer(request(method, target, Content.NONE));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().isEmpty()).isTrue();
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
        "httpTrigger | queueTrigger | has a binding that is not emulated: queueTrigger in",
        "anonymous | function | asks for a key",
        "{*path} | hello/{id} | only {*path} at its end is emulated",
        "$return | response | is not its return value",
        "../app.jar | ../other.jar | lacks its scriptFile ../other.jar",
        "../app.jar | ../../app.jar | lacks its scriptFile ../../app.jar",
        "Function.run | Function.go | has no method go",
        "Function.run | Function.other | only a method that takes",
        "TinyAzure | Other | holds no class dev.wayfare.local.azure.OtherFunction",
        "bindings | binding | must have one httpTrigger, but has 0",
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

  private static Request request(String method, String target, Content body) {
    List<Field> fields =
        List.of(new Field("Host", "localhost"), new Field("X-Many", "1"), new Field("x-many", "2"));
    return new Request(method, target, "HTTP/1.1", "127.0.0.1", fields, body);
  }
}

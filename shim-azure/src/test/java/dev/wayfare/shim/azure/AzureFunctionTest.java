package dev.wayfare.shim.azure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.CarriedFields;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.contract.Answer;
import dev.wayfare.shim.contract.HelloGuest;
import dev.wayfare.shim.host.FunctionHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Azure's Java worker may hand over, beside the contract. */
final class AzureFunctionTest {
  private static final ExecutionContext CONTEXT = TestWorker.context("function");

  private final FunctionHost host = HelloGuest.host();
  private final AzureFunction function = new AzureFunction(TestWorker.of(host));

  @Test
  void theWorkerFindsTheRequestByTheNameInItsAnnotation() throws NoSuchMethodException {
    var run =
        AzureFunction.class.getMethod("run", HttpRequestMessage.class, ExecutionContext.class);
    assertThat(run.getParameters()[0].getAnnotation(HttpTrigger.class).name()).isEqualTo("request");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 1.2.3.4",
    "1.2.3.4:5678, 1.2.3.4",
    "'6.6.6.6, 1.2.3.4:5678', 1.2.3.4",
    "[2001:db8::1]:5678, 2001:db8::1",
    "[2001:db8::1], 2001:db8::1",
    "2001:db8::1, 2001:db8::1",
  })
  void theCallerIsTheLastAddressWithoutItsPort(String forwardedFor, String caller) {
    var request = new FakeRequest().header("x-forwarded-for", forwardedFor);
    assertThat(RequestReader.read(request, Map.of()).remoteAddress()).isEqualTo(caller);
  }

  @Test
  void theQueryArrivesAlsoWhereNoUriMayHaveIt() {
    var request = new FakeRequest();
    request.url = "https://app/a%2Fb?q={|}&\"%zz";
    assertThat(RequestReader.read(request, Map.of()).query()).isEqualTo("q={|}&\"%zz");
    assertThat(RequestReader.read(request, Map.of()).path()).isEqualTo("/a%2Fb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://app", "https://app?a=b", "http://app/"})
  void anEmptyPathIsTheRoot(String url) {
    var request = new FakeRequest();
    request.url = url;
    assertThat(RequestReader.read(request, Map.of()).path()).isEqualTo("/");
  }

  @Test
  void aFieldReadAsUtf8IsItsOctetsAgain() {
    var request = new FakeRequest().header("x-name", "Zoë 雪");
    assertThat(RequestReader.read(request, Map.of()).headers())
        .containsExactly(new Header("x-name", latin1("Zoë 雪".getBytes(UTF_8))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "plain", "Zoë 雪", "[1,2]"})
  void aBodyReadAsTextIsItsBytesAgain(String text) {
    Answer answer = send(post(text, text.getBytes(UTF_8).length));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"a, 4", "\uFFFD, 3", "abc, 2"})
  void aBodyThatWasNotUtf8IsRefused(String text, int length) {
    Answer answer = send(post(text, length));
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text()).contains("reads a body of this content type as UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"transfer-encoding, chunked", "content-length, 7"})
  void aBodyThatTheHostDroppedIsRefused(String field, String value) {
    Answer answer = send(new FakeRequest().header(field, value));
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text()).contains("without Content-Length");
  }

  @Test
  void aMethodThatTheLibraryDoesNotKnowIsRefused() {
    var request = new FakeRequest();
    request.method = "PROPFIND";
    assertThat(send(request).status()).isEqualTo(502);
    assertThat(send(request).text()).contains("none that Azure Functions' Java library knows");
  }

  @Test
  void severalCookiesAreMoreThanTheWorkerCanCarry() {
    Headers one = Headers.EMPTY.with("Set-Cookie", "a=1");
    assertThat(ResponseWriter.altered(one)).isEmpty();
    assertThat(ResponseWriter.altered(one.with("set-cookie", "b=2"))).containsExactly("set-cookie");
  }

  @Test
  void whatIsAlteredTravelsInAFieldToWhoPutsItBack() {
    Headers several = Headers.EMPTY.with("Set-Cookie", "a=1").with("Set-Cookie", "b=2");
    var result = new InvocationResult(200, several, Body.EMPTY, Origin.GUEST);
    Invocation stranger = Invocation.builder().build();
    assertThatThrownBy(() -> ResponseWriter.carriable(result, stranger))
        .isInstanceOf(NotCarriedException.class)
        .hasMessage("Azure Functions would alter a field of the response: set-cookie");
    Invocation router = stranger.withHeaders(Headers.EMPTY.with(CarriedFields.ACCEPT, "?1"));
    assertThat(ResponseWriter.carriable(result, router).headers())
        .containsExactly(
            new Header(CarriedFields.NAME, ":U2V0LUNvb2tpZTogYT0x:, :U2V0LUNvb2tpZTogYj0y:"));
  }

  @Test
  void contentWithAStatusThatHasNoneIsRefused() {
    var result = new InvocationResult(205, Headers.EMPTY, Body.utf8("a"), Origin.GUEST);
    assertThatThrownBy(() -> ResponseWriter.carriable(result, Invocation.builder().build()))
        .isInstanceOf(NotCarriedException.class);
  }

  @Test
  void whatKestrelRefusesOrLeavesOutIsAltered() {
    Headers headers =
        Headers.EMPTY
            .with("X-Name", "Zo\u00eb")
            .with("content-type", "")
            .with("x-empty", "")
            .with("x-tab", "a\tb");
    assertThat(ResponseWriter.altered(headers)).containsExactly("content-type", "x-name");
  }

  /** A null wherever one can be, by a seed, never throws, and is answered with a reason. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingThatTheWorkerHandsOverThrows(long seed) {
    var random = new Random(seed);
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      statuses.add(send(broken(random)).status());
    }
    assertThat(statuses).allMatch(status -> List.of(200, 400, 404, 502).contains(status));
    assertThat(statuses).contains(400, 502);
  }

  private static FakeRequest broken(Random random) {
    var request = new FakeRequest();
    request.url =
        maybe(random, "", "/no-scheme", "https://app/hello", "ftp://x/", "http:///", "::");
    request.method = maybe(random, "GET", "get", "", "PROPFIND", "POST");
    request.body =
        maybe(random, Optional.empty(), Optional.of("text"), Optional.of(new byte[3]), 5, "");
    request.header(
        maybe(random, "x-a", "", "a b", "content-length", "x-forwarded-for"),
        maybe(random, "", "1", "a\nb", "\u0000", "\uD800", "雪"));
    return request;
  }

  private static @Nullable String maybe(Random random, String... choices) {
    return (String) maybe(random, (Object[]) choices);
  }

  private static @Nullable Object maybe(Random random, Object... choices) {
    int choice = random.nextInt(choices.length + 1);
    return choice == choices.length ? null : choices[choice];
  }

  private static FakeRequest post(String text, int length) {
    var request = new FakeRequest().header("content-length", Integer.toString(length));
    request.url = "https://app/echo";
    request.method = "POST";
    request.body = Optional.of(text);
    return request;
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private Answer send(FakeRequest request) {
    return ((FakeResponse) function.run(request.declared(), CONTEXT)).answer();
  }
}

package dev.wayfare.shim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request meets behind every shim alike; each shim's test extends this. */
public abstract class AdapterContract {
  /** The shim under test, around {@link HelloGuest}. */
  protected abstract Adapter adapter();

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void everyMethodReachesTheGuest(String method) throws Exception {
    assertThat(send(request("/hello").method(method)).text())
        .contains("\"method\":\"" + method + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/hello", "/hello/a%2Fb/%c3%a9", "/hello/a+b;c=d", "/hello/%7euser/a%2fb"})
  void thePathArrivesAsItWasSent(String path) throws Exception {
    assertThat(send(request(path)).text()).contains("\"path\":\"" + path + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a&=b&a=&a=1", "name=%C3%A9&x=a+b%20c", "q=a/b?c"})
  void theQueryArrivesAsItWasSent(String query) throws Exception {
    assertThat(send(request("/hello").query(query)).text()).contains("\"query\":\"" + query + "\"");
  }

  @Test
  void headersArriveWithTheirValuesWhole() throws Exception {
    Headers headers =
        Headers.EMPTY.with("X-Golden", "a, b; c=\"d\"").with("cookie", "a=1; b=2").with("x-e", "");
    assertThat(send(request("/hello").headers(headers)).text())
        .contains("\"x-golden\":\"a, b; c=\\\"d\\\"\"", "\"cookie\":\"a=1; b=2\"", "\"x-e\":\"\"");
  }

  @Test
  void aFieldOfOursDoesNotArrive() throws Exception {
    Headers headers = Headers.EMPTY.with("wayfare-meter", "v=1").with("x-mine", "1");
    assertThat(send(request("/hello").headers(headers)).text())
        .contains("x-mine")
        .doesNotContain("wayfare-");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_537, 4 << 20})
  void everyByteOfABodyComesBack(int length) throws Exception {
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      body[i] = (byte) (i * 31 + 7);
    }
    Headers type = Headers.EMPTY.with("content-type", "image/png");
    Answer answer = send(request("/echo").method("POST").headers(type).body(Body.of(body)));
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.field("content-type")).isEqualTo("image/png");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 299, 302, 404, 418, 500, 503, 599})
  void theGuestsStatusIsTheAnswers(int status) throws Exception {
    Answer answer = send(request("/status/" + status));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.field("wayfare-meter")).contains("v=1, origin=guest", "module=\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void someStatusesHaveNoBody(int status) throws Exception {
    Answer answer = send(request("/status/" + status));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void headIsAnsweredWithoutABody() throws Exception {
    Answer answer = send(request("/hello").method("HEAD"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.field("content-type")).isEqualTo("application/json");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void repeatedResponseFieldsKeepEveryValue() throws Exception {
    Answer answer = send(request("/headers"));
    assertThat(answer.field("x-many")).isEqualTo("a, b");
    assertThat(answer.field("set-cookie")).isEqualTo("a=1; Path=/");
  }

  @Test
  void aTrapIsAnErrorOfTheShimAndTheNextRequestWorks() throws Exception {
    Answer answer = send(request("/trap"));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.field("wayfare-meter")).contains("origin=shim");
    assertThat(send(request("/hello")).status()).isEqualTo(200);
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    Answer answer = send(request("/echo").method("POST").body(Body.of(new byte[(6 << 20) + 1])));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.field("wayfare-meter")).contains("origin=shim");
  }

  private Answer send(Invocation.Builder request) throws Exception {
    return adapter().send(request.build());
  }

  private static Invocation.Builder request(String path) {
    return Invocation.builder().path(path);
  }
}

package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.CarriedFields;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.InvocationResult.Origin;
import dev.wayfare.shim.contract.Answer;
import dev.wayfare.shim.contract.HelloGuest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the invoker would lose, beside the contract. */
final class GoogleFunctionTest {
  private final GoogleFunction function = function(true);

  @Test
  void aFormArrivesWhole() throws IOException {
    assertThat(send(function, form()).text()).isEqualTo("--x--");
  }

  @Test
  void whereTheInvokerTakesFormsApartTheyAreRefused() throws IOException {
    assertThat(send(function(false), form()).status()).isEqualTo(502);
  }

  @Test
  void aBodyThatBreaksOffIsABadRequest() throws IOException {
    var response = new FakeResponse();
    function.service(FakeRequest.withoutAnEnd(form()), response);
    assertThat(response.status()).isEqualTo(400);
  }

  @Test
  void aHeadThatTheInvokerWouldNotSendIsRefused() {
    Headers large = Headers.EMPTY.with("x-large", "x".repeat(16_000));
    InvocationResult result = function.sendable(request(Headers.EMPTY), answer(large));
    assertThat(result.status()).isEqualTo(502);
    assertThat(new String(result.body().toByteArray(), StandardCharsets.UTF_8))
        .contains("head is larger than the 16000 bytes");
  }

  @Test
  void aFieldThatIsCarriedTakesMoreRoom() {
    Headers large = Headers.EMPTY.with("server", "x".repeat(15_000));
    Headers router = Headers.EMPTY.with(CarriedFields.ACCEPT, "?1");
    assertThat(function.sendable(request(router), answer(large)).status()).isEqualTo(502);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Date", "server"})
  void aFieldThatTheInvokerDoublesIsCarriedOrRefused(String name) {
    InvocationResult answer = answer(Headers.EMPTY.with(name, "mine").with("x-a", "1"));
    Headers router = Headers.EMPTY.with(CarriedFields.ACCEPT, "?1");
    Headers carried = function.sendable(request(router), answer).headers();
    assertThat(carried.first(name)).isEmpty();
    assertThat(carried.first(CarriedFields.NAME)).isPresent();
    assertThat(carried.first("x-a")).hasValue("1");
    assertThat(function.sendable(request(Headers.EMPTY), answer).status()).isEqualTo(502);
  }

  @Test
  void severalContentTypesAreOneLine() throws IOException {
    var response = new FakeResponse();
    Headers types = Headers.EMPTY.with("content-type", "a/b").with("Content-Type", "c/d");
    ResponseWriter.write(answer(types), "GET", response);
    assertThat(response.values("content-type")).containsExactly("a/b, c/d");
  }

  private static GoogleFunction function(boolean formsArriveWhole) {
    return new GoogleFunction(
        HelloGuest.host(),
        Trace.ofProject(Map.of()),
        new InvokerDefaults(formsArriveWhole, 16_000));
  }

  private static Answer send(GoogleFunction function, Invocation request) throws IOException {
    var response = new FakeResponse();
    function.service(new FakeRequest(request), response);
    return response.answer();
  }

  private static Invocation form() {
    return Invocation.builder()
        .method("POST")
        .path("/echo")
        .headers(Headers.EMPTY.with("content-type", "Multipart/Form-Data; boundary=x"))
        .body(Body.utf8("--x--"))
        .build();
  }

  private static Invocation request(Headers headers) {
    return Invocation.builder().headers(headers).build();
  }

  private static InvocationResult answer(Headers headers) {
    return new InvocationResult(200, headers, Body.EMPTY, Origin.GUEST);
  }
}

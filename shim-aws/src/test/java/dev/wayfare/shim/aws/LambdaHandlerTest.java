package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.AdapterContract;
import dev.wayfare.shim.contract.Answer;
import dev.wayfare.shim.contract.ContractGuest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract over events and payloads in format 2.0. */
final class LambdaHandlerTest extends AdapterContract {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Context CONTEXT =
      (Context)
          Proxy.newProxyInstance(
              LambdaHandlerTest.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) -> {
                throw new AssertionError("the context is of no use here");
              });

  private final LambdaHandler handler = new LambdaHandler(ContractGuest.host());

  @Override
  protected Target target() {
    return Target.AWS;
  }

  @Override
  protected Adapter adapter() {
    return request -> answer(handle(JSON.writeValueAsBytes(event(request))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"\"", "{\"version\":\"1.0\",\"httpMethod\":\"GET\"}"})
  void aMalformedEventGets400AndNoException(String event) throws IOException {
    Answer answer = answer(handle(event.getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void aResponseThatLambdaCouldNotCarryIsRefused() throws IOException {
    Invocation echo =
        Invocation.builder().path("/echo").method("POST").body(Body.of(new byte[5 << 20])).build();
    assertThat(handle(JSON.writeValueAsBytes(event(echo))).path("statusCode").asInt())
        .isEqualTo(502);
  }

  private JsonNode handle(byte[] event) throws IOException {
    var response = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event), response, CONTEXT);
    return JSON.readTree(response.toByteArray());
  }

  private static ObjectNode event(Invocation request) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("rawPath", request.path());
    event.put("rawQueryString", request.query());
    ObjectNode headers = event.putObject("headers");
    for (Header line : request.headers()) {
      headers.put(line.name(), line.value());
    }
    event.putObject("requestContext").putObject("http").put("method", request.method());
    event.put("body", Base64.getEncoder().encodeToString(request.body().toByteArray()));
    return event.put("isBase64Encoded", true);
  }

  private static Answer answer(JsonNode payload) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    payload
        .path("headers")
        .properties()
        .forEach(header -> lines.add(Map.entry(header.getKey(), header.getValue().asText())));
    payload.path("cookies").forEach(cookie -> lines.add(Map.entry("set-cookie", cookie.asText())));
    return new Answer(
        payload.path("statusCode").asInt(),
        lines,
        Base64.getDecoder().decode(payload.path("body").asText()));
  }
}

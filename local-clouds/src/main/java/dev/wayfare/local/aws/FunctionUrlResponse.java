package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Turns what a function returned into the answer that a Function URL gives, payload format 2.0.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads">
 *     Response payload format</a>
 */
final class FunctionUrlResponse {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private FunctionUrlResponse() {}

  /**
   * The answer.
   *
   * @throws IllegalArgumentException if the function's return value is no response, and why
   */
  static Reply of(Content payload) throws IOException {
    JsonNode value = parse(payload);
    if (!value.isObject() || !value.has("statusCode")) {
      // Lambda infers the rest where a function returns JSON of its own.
      return Reply.json(200, value.isTextual() ? value.textValue() : value.toString());
    }
    return new Reply(status(value), fields(value), body(value));
  }

  private static JsonNode parse(Content payload) throws IOException {
    try {
      return JSON.readTree(payload.bytes());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the function's return value is no JSON", e);
    }
  }

  private static int status(JsonNode value) {
    int status = value.path("statusCode").asInt();
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("the statusCode " + value.path("statusCode") + " is none");
    }
    return status;
  }

  private static List<Field> fields(JsonNode value) {
    var fields = new ArrayList<Field>();
    value
        .path("headers")
        .properties()
        .forEach(header -> fields.add(new Field(header.getKey(), header.getValue().asText())));
    if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("content-type"))) {
      fields.add(new Field("Content-Type", "application/json"));
    }
    value.path("cookies").forEach(cookie -> fields.add(new Field("Set-Cookie", cookie.asText())));
    return fields;
  }

  private static Content body(JsonNode value) {
    JsonNode body = value.path("body");
    String text = body.isTextual() || body.isMissingNode() ? body.asText("") : body.toString();
    return value.path("isBase64Encoded").asBoolean()
        ? Content.of(Base64.getDecoder().decode(text))
        : Content.utf8(text);
  }
}

package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What a function returned, read as the fronts read it. */
final class ReturnValue {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonNode value;

  private ReturnValue(JsonNode value) {
    this.value = value;
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  static ReturnValue of(Content payload) throws IOException {
    try {
      return new ReturnValue(JSON.readTree(payload.bytes()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the function's return value is no JSON", e);
    }
  }

  /** Whether it is an answer, rather than JSON of the function's own. */
  boolean isAnswer() {
    return value.isObject() && value.has("statusCode");
  }

  /** The whole of it. */
  String text() {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /**
   * The status.
   *
   * @throws IllegalArgumentException if there is none
   */
  int status() {
    int status = value.path("statusCode").asInt();
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("the statusCode " + value.path("statusCode") + " is none");
    }
    return status;
  }

  /** The fields with one value each. */
  List<Field> headers() {
    var fields = new ArrayList<Field>();
    value
        .path("headers")
        .properties()
        .forEach(header -> fields.add(new Field(header.getKey(), header.getValue().asText())));
    return fields;
  }

  /** The fields with a list of values each. */
  List<Field> multiValueHeaders() {
    var fields = new ArrayList<Field>();
    value
        .path("multiValueHeaders")
        .properties()
        .forEach(
            header ->
                header
                    .getValue()
                    .forEach(each -> fields.add(new Field(header.getKey(), each.asText()))));
    return fields;
  }

  /** The fields of either kind. */
  List<Field> allHeaders() {
    List<Field> fields = headers();
    fields.addAll(multiValueHeaders());
    return fields;
  }

  /** The list of cookies, as fields. */
  List<Field> cookies() {
    var fields = new ArrayList<Field>();
    value.path("cookies").forEach(cookie -> fields.add(new Field("Set-Cookie", cookie.asText())));
    return fields;
  }

  /**
   * The body.
   *
   * @throws IllegalArgumentException if it should be Base64 and is not
   */
  Content body() {
    JsonNode body = value.path("body");
    String text = body.isTextual() || body.isMissingNode() ? body.asText("") : body.toString();
    return value.path("isBase64Encoded").asBoolean()
        ? Content.of(Base64.getDecoder().decode(text))
        : Content.utf8(text);
  }
}

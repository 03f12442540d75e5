package dev.wayfare.shim.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.InvocationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Writes an answer in payload format 2.0. The body always goes as Base64: exact for every byte, at
 * the price of a third more. A repeated field becomes one with its values joined (RFC 9110 §5.3),
 * {@code Set-Cookie} a list.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads">
 *     Lambda function URLs, response payload format</a>
 */
final class PayloadWriter {
  /**
   * The most that Lambda takes from a function: "6 MB", which its own error message gives as this
   * figure.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda
   *     quotas</a>
   */
  static final int LIMIT_BYTES = 6_291_556;

  private static final String SET_COOKIE = "set-cookie";
  private static final JsonFactory JSON = new JsonFactory();

  private PayloadWriter() {}

  static byte[] write(InvocationResult result) throws IOException {
    int length = result.body().length();
    var out = new ByteArrayOutputStream(length + length / 3 + 1024);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("statusCode", result.status());
      writeHeaders(json, result.headers());
      writeCookies(json, result.headers());
      json.writeBooleanField("isBase64Encoded", true);
      json.writeFieldName("body");
      json.writeBinary(result.body().stream(), length);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writeHeaders(JsonGenerator json, Headers headers) throws IOException {
    json.writeObjectFieldStart("headers");
    for (Map.Entry<String, String> field :
        headers.without(SET_COOKIE::equals).combined().entrySet()) {
      json.writeStringField(field.getKey(), field.getValue());
    }
    json.writeEndObject();
  }

  private static void writeCookies(JsonGenerator json, Headers headers) throws IOException {
    json.writeArrayFieldStart("cookies");
    for (String cookie : headers.all(SET_COOKIE)) {
      json.writeString(cookie);
    }
    json.writeEndArray();
  }
}

package dev.wayfare.shim.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.InvocationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes an answer as what stands before the function wants it. The body always goes as Base64:
 * exact for every byte, at the price of a third more. The load balancer's {@code statusDescription}
 * is left out, since it is not among what an answer "must include", and HTTP knows no such thing
 * any more (RFC 9112 §4).
 */
final class PayloadWriter {
  private static final String SET_COOKIE = "set-cookie";
  private static final JsonFactory JSON = new JsonFactory();

  private PayloadWriter() {}

  static byte[] write(InvocationResult result, Front front) throws IOException {
    int length = result.body().length();
    var out = new ByteArrayOutputStream(length + length / 3 + 1024);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("statusCode", result.status());
      switch (front.fields()) {
        case JOINED -> writeJoined(json, result.headers());
        case JOINED_WITH_COOKIES -> {
          writeJoined(json, result.headers().without(SET_COOKIE::equals));
          writeList(json, "cookies", result.headers().all(SET_COOKIE));
        }
        case LISTS -> writeLists(json, result.headers());
      }
      json.writeBooleanField("isBase64Encoded", true);
      json.writeFieldName("body");
      json.writeBinary(result.body().stream(), length);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /** The answer to a queue: which messages are to come again. */
  static byte[] failures(List<String> messageIds) throws IOException {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("batchItemFailures");
      for (String id : messageIds) {
        json.writeStartObject();
        json.writeStringField("itemIdentifier", id);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writeJoined(JsonGenerator json, Headers headers) throws IOException {
    json.writeObjectFieldStart("headers");
    for (Map.Entry<String, String> field : headers.combined().entrySet()) {
      json.writeStringField(field.getKey(), field.getValue());
    }
    json.writeEndObject();
  }

  private static void writeLists(JsonGenerator json, Headers headers) throws IOException {
    var lists = new LinkedHashMap<String, List<String>>();
    for (Header line : headers) {
      lists
          .computeIfAbsent(line.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.value());
    }
    json.writeObjectFieldStart("multiValueHeaders");
    for (Map.Entry<String, List<String>> field : lists.entrySet()) {
      writeList(json, field.getKey(), field.getValue());
    }
    json.writeEndObject();
  }

  private static void writeList(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}

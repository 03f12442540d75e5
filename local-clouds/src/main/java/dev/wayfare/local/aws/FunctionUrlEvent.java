package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Turns a request into the event that a Function URL hands to its function, payload format 2.0.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads">
 *     Request payload format</a>
 */
final class FunctionUrlEvent {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Pattern TEXT =
      Pattern.compile("(?i)(text/.*|application/(json|javascript|xml|.*\\+json|.*\\+xml))(;.*)?");
  private static final String API_ID = "wayfare";

  private final Request request;
  private final Map<String, String> headers;
  private final Map<String, String> query;
  private final String requestId;
  private final Instant time;

  private FunctionUrlEvent(Request request, String requestId, String traceId, Instant time) {
    this.request = request;
    this.requestId = requestId;
    this.time = time;
    this.headers = new TreeMap<>(request.joinedFields(","));
    this.query = parameters(request.query());
    headers.putIfAbsent("x-forwarded-proto", "http");
    headers.putIfAbsent("x-amzn-trace-id", traceId);
    headers.merge(
        "x-forwarded-for", request.remoteAddress(), (claimed, caller) -> claimed + ", " + caller);
  }

  /** The event in UTF-8. */
  static Content of(Request request, String requestId, String traceId, Instant time)
      throws IOException {
    var event = new FunctionUrlEvent(request, requestId, traceId, time);
    var out = new ByteArrayOutputStream(2048 + request.body().length() * 4 / 3);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      event.write(json);
    }
    return Content.of(out.toByteArray());
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", "2.0");
    json.writeStringField("routeKey", "$default");
    json.writeStringField("rawPath", request.path());
    json.writeStringField("rawQueryString", request.query());
    writeCookies(json);
    writeMap(json, "headers", headers);
    if (!query.isEmpty()) {
      writeMap(json, "queryStringParameters", query);
    }
    writeContext(json);
    writeBody(json);
    json.writeEndObject();
  }

  /** Cookies get a list of their own, and leave the headers. */
  private void writeCookies(JsonGenerator json) throws IOException {
    String cookies = headers.remove("cookie");
    if (cookies != null) {
      json.writeArrayFieldStart("cookies");
      for (String cookie : cookies.split(";", -1)) {
        json.writeString(cookie.strip());
      }
      json.writeEndArray();
    }
  }

  private void writeContext(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("accountId", "anonymous");
    json.writeStringField("apiId", API_ID);
    json.writeStringField("domainName", headers.getOrDefault("host", "localhost"));
    json.writeStringField("domainPrefix", API_ID);
    json.writeObjectFieldStart("http");
    json.writeStringField("method", request.method());
    json.writeStringField("path", request.path());
    json.writeStringField("protocol", request.protocol());
    json.writeStringField("sourceIp", request.remoteAddress());
    json.writeStringField("userAgent", headers.getOrDefault("user-agent", ""));
    json.writeEndObject();
    json.writeStringField("requestId", requestId);
    json.writeStringField("routeKey", "$default");
    json.writeStringField("stage", "$default");
    json.writeStringField("time", TIME.format(time));
    json.writeNumberField("timeEpoch", time.toEpochMilli());
    json.writeEndObject();
  }

  private void writeBody(JsonGenerator json) throws IOException {
    Optional<String> text = text();
    if (text.isPresent()) {
      json.writeStringField("body", text.get());
    } else if (!request.body().isEmpty()) {
      json.writeBinaryField("body", request.body().bytes());
    }
    json.writeBooleanField("isBase64Encoded", !request.body().isEmpty() && text.isEmpty());
  }

  /** The body as text, if its type says that it is text and it can be read as such. */
  private Optional<String> text() {
    if (request.body().isEmpty()
        || !TEXT.matcher(headers.getOrDefault("content-type", "")).matches()) {
      return Optional.empty();
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(request.body().bytes())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Decoded, and those of one name joined with commas. */
  private static Map<String, String> parameters(String query) {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!name.isEmpty()) {
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        parameters.merge(name, value, (first, next) -> first + "," + next);
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static void writeMap(JsonGenerator json, String name, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : map.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}

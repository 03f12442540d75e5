package dev.wayfare.local.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.wayfare.local.http.Content;
import dev.wayfare.local.http.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the events of all fronts have in common: the request's fields and those that a front adds,
 * the parameters of the query, and the body as text or as Base64.
 */
final class EventFields {
  private static final Pattern TEXT =
      Pattern.compile("(?i)(text/.*|application/(json|javascript|xml|.*\\+json|.*\\+xml))(;.*)?");

  private EventFields() {}

  /** Each field's values, by its name in lower case. */
  static Map<String, List<String>> headers(Arrival arrival) {
    var headers = new TreeMap<String, List<String>>();
    for (Field field : arrival.request().fields()) {
      add(headers, field.name().toLowerCase(Locale.ROOT), field.value());
    }
    headers.putIfAbsent("x-forwarded-proto", List.of("http"));
    headers.putIfAbsent("x-amzn-trace-id", List.of(arrival.traceId()));
    headers.merge(
        "x-forwarded-for",
        List.of(arrival.request().remoteAddress()),
        (claimed, caller) -> List.of(String.join(",", claimed) + ", " + caller.getFirst()));
    return headers;
  }

  /** Each field once, its values joined with commas; those of {@code Cookie} with "; ". */
  static Map<String, String> joined(Map<String, List<String>> headers) {
    var joined = new TreeMap<String, String>();
    headers.forEach(
        (name, values) ->
            joined.put(name, String.join(name.equals("cookie") ? "; " : ",", values)));
    return joined;
  }

  /** The last value of each. */
  static Map<String, String> last(Map<String, List<String>> values) {
    var last = new LinkedHashMap<String, String>();
    values.forEach((name, each) -> last.put(name, each.getLast()));
    return last;
  }

  /**
   * The values of each parameter of a query, by name.
   *
   * @param separator a regular expression of what stands between two of them
   * @param read what becomes of names and values as they were sent
   */
  static Map<String, List<String>> parameters(
      String query, String separator, UnaryOperator<String> read) {
    var parameters = new LinkedHashMap<String, List<String>>();
    if (query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split(separator, -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      add(parameters, read.apply(name), read.apply(value));
    }
    return parameters;
  }

  static void writeMap(JsonGenerator json, String name, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : map.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  static void writeLists(JsonGenerator json, String name, Map<String, List<String>> lists)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, List<String>> entry : lists.entrySet()) {
      json.writeArrayFieldStart(entry.getKey());
      for (String value : entry.getValue()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** The body as text where its type says that it is text and it can be read so, else as Base64. */
  static void writeBody(JsonGenerator json, Arrival arrival) throws IOException {
    Content body = arrival.request().body();
    Optional<String> text = body.isEmpty() ? Optional.of("") : text(body, contentType(arrival));
    if (text.isEmpty()) {
      json.writeBinaryField("body", body.bytes());
    } else if (!body.isEmpty()) {
      json.writeStringField("body", text.get());
    }
    json.writeBooleanField("isBase64Encoded", text.isEmpty());
  }

  private static String contentType(Arrival arrival) {
    return arrival.request().joinedFields(",").getOrDefault("content-type", "");
  }

  private static Optional<String> text(Content body, String type) {
    if (!TEXT.matcher(type).matches()) {
      return Optional.empty();
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(body.bytes())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static void add(Map<String, List<String>> lists, String name, String value) {
    lists.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
  }
}

package dev.wayfare.shim.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads a request event in payload format 2.0, token by token and in whatever order its fields
 * come. What it does not know it skips; a null counts as absent.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads">
 *     Lambda function URLs, request payload format</a>
 */
final class EventReader {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final JsonParser parser;
  private final List<Header> headers = new ArrayList<>();
  private final List<String> cookies = new ArrayList<>();
  private final Invocation.Builder invocation = Invocation.builder();
  private String version = "";
  private String path = "";
  private String method = "";
  private String body = "";
  private boolean base64;

  private EventReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The request that an event describes.
   *
   * @throws MalformedEventException if it describes none, and why
   */
  static Invocation read(InputStream event) throws IOException {
    try (JsonParser parser = JSON.createParser(event)) {
      var reader = new EventReader(parser);
      parser.nextToken();
      reader.object("the event", reader::topLevel);
      return reader.invocation();
    } catch (JacksonException e) {
      throw new MalformedEventException(
          "the event is no readable JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedEventException("the event is no request: " + e.getMessage(), e);
    }
  }

  private void topLevel(String field) throws IOException {
    switch (field) {
      case "version" -> version = text(field);
      case "rawPath" -> path = text(field);
      case "rawQueryString" -> invocation.query(text(field));
      case "headers" -> object(field, this::header);
      case "cookies" -> array(field);
      case "requestContext" -> object(field, this::context);
      case "body" -> body = text(field);
      case "isBase64Encoded" -> base64 = bool(field);
      default -> parser.skipChildren();
    }
  }

  private void context(String field) throws IOException {
    if (field.equals("http")) {
      object(field, this::http);
    } else {
      parser.skipChildren();
    }
  }

  private void http(String field) throws IOException {
    switch (field) {
      case "method" -> method = text(field);
      case "protocol" -> invocation.protocol(text(field));
      case "sourceIp" -> invocation.remoteAddress(text(field));
      default -> parser.skipChildren();
    }
  }

  private void header(String name) throws IOException {
    String value = text(name);
    if (!parser.hasToken(JsonToken.VALUE_NULL)) {
      headers.add(new Header(name, value));
    }
  }

  private Invocation invocation() {
    if (!version.equals("2.0")) {
      throw new MalformedEventException(
          "the event's payload format is \"" + version + "\", but only 2.0 is served");
    }
    Headers fields = fields();
    return invocation
        .method(method)
        .path(path)
        .scheme(fields.first("x-forwarded-proto").orElse("https"))
        .headers(fields)
        .body(base64 ? Body.of(Base64.getDecoder().decode(body)) : Body.utf8(body))
        .build();
  }

  /** Lambda moves the Cookie field to a list of its own; some senders leave a copy behind. */
  private Headers fields() {
    Headers fields = Headers.of(headers);
    return cookies.isEmpty()
        ? fields
        : fields.without("cookie"::equals).with("cookie", String.join("; ", cookies));
  }

  private void object(String what, FieldReader reader) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NULL)) {
      return;
    }
    require(what, "an object", JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      reader.read(field);
    }
  }

  private void array(String what) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NULL)) {
      return;
    }
    require(what, "an array", JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      cookies.add(text(what));
    }
  }

  private String text(String what) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NULL)) {
      return "";
    }
    require(what, "a string", JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private boolean bool(String what) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NULL) || parser.hasToken(JsonToken.VALUE_FALSE)) {
      return false;
    }
    require(what, "true or false", JsonToken.VALUE_TRUE);
    return true;
  }

  private void require(String what, String kind, JsonToken token) {
    if (!parser.hasToken(token)) {
      throw new MalformedEventException(what + " must be " + kind);
    }
  }

  @FunctionalInterface
  private interface FieldReader {
    void read(String field) throws IOException;
  }
}

package dev.wayfare.shim.azure;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.event.FunctionEvent;
import dev.wayfare.shim.event.FunctionEventBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of Event Grid, token by token: in the CloudEvents schema, or in Event Grid's own,
 * whose members become the attributes that mean the same. The data keep every byte of their JSON.
 *
 * <p>Jackson's streaming parser, since an event is read once, into a handful of texts: binding to
 * classes by reflection costs a jar of its own and tens of milliseconds of a cold start.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON
 *     Event Format for CloudEvents</a>
 * @see <a href="https://learn.microsoft.com/azure/event-grid/event-schema">Event Grid event
 *     schema</a>
 */
final class EventGridReader {
  static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private static final String JSON_TYPE = "application/json";

  /** What the members of Event Grid's own schema are called as attributes. */
  private static final Map<String, String> ATTRIBUTES =
      Map.of("eventType", "type", "topic", "source", "eventTime", "time");

  private final String event;
  private final JsonParser parser;
  private final TreeMap<String, String> members = new TreeMap<>();
  private @Nullable String data;
  private @Nullable String dataText;

  private EventGridReader(String event, JsonParser parser) {
    this.event = event;
    this.parser = parser;
  }

  /**
   * The event.
   *
   * @throws IllegalArgumentException if it is none, and why
   */
  static FunctionEvent read(String event) {
    try (JsonParser parser = JSON.createParser(event)) {
      var reader = new EventGridReader(event, parser);
      reader.object();
      return reader.event();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no readable JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }

  private void object() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("it is no JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("data")) {
        data(value);
      } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        members.put(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("something follows the JSON object");
    }
  }

  private void data(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    data = event.substring(start, (int) parser.currentLocation().getCharOffset());
    dataText = value == JsonToken.VALUE_STRING ? parser.getText() : null;
  }

  private FunctionEvent event() {
    FunctionEventBuilder builder = FunctionEvent.builder();
    boolean cloudEvent = members.containsKey("specversion");
    if (cloudEvent && !"1.0".equals(members.get("specversion"))) {
      throw new IllegalArgumentException("its specversion is " + members.get("specversion"));
    }
    if (cloudEvent) {
      withCloudData(builder);
    } else if (data != null) {
      builder.data(JSON_TYPE, Body.utf8(data));
    }
    members.forEach((name, value) -> attribute(builder, cloudEvent, name, value));
    return builder.build();
  }

  private void attribute(
      FunctionEventBuilder builder, boolean cloudEvent, String name, String value) {
    String attribute = cloudEvent ? name : ATTRIBUTES.getOrDefault(name, name);
    switch (attribute) {
      case "datacontenttype", "data_base64", "specversion" -> {}
      case "time" -> builder.time(value);
      default -> {
        if (FunctionEvent.isAttributeName(attribute)) {
          builder.attribute(attribute, value);
        }
      }
    }
  }

  /** § 3.1 of the JSON format: a string is the data itself, unless the data is JSON. */
  private void withCloudData(FunctionEventBuilder builder) {
    Optional<String> type = Optional.ofNullable(members.get("datacontenttype"));
    String base64 = members.get("data_base64");
    if (base64 != null) {
      byte[] bytes = Base64.getDecoder().decode(base64);
      builder.data(type.orElse("application/octet-stream"), Body.of(bytes));
    } else if (dataText != null && type.filter(given -> !isJson(given)).isPresent()) {
      builder.data(type.get(), Body.utf8(dataText));
    } else if (data != null) {
      builder.data(type.orElse(JSON_TYPE), Body.utf8(data));
    }
  }

  private static boolean isJson(String contentType) {
    String type = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    return type.endsWith("/json") || type.endsWith("+json");
  }
}
